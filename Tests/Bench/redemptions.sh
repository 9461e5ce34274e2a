# The part of script/bench that measures redemptions: it uses the settings and functions of that script.

# Counts measurements, so that each reports guests of its own.
events_first=0

# Adds a line `NAME EVENTS/S P50 P99 MAX` (milliseconds) for logins over HTTP, as many a request as given.
measure_events() {
    local name=$1 batch=$2 clients=$3
    events_first=$((events_first + 1))
    if ! BENCH_BATCH=$batch BENCH_TOKENS_FILE=$place/device-tokens BENCH_FIRST=$events_first \
        wrk --threads 1 --connections "$clients" --duration "${seconds}s" --timeout 30s --latency \
        --script Tests/Bench/redemptions.lua "$url" >"$place/wrk" 2>&1 || ! grep -q '^figures ' "$place/wrk"; then
        cat "$place/wrk" "$place/events.log" >&2
        echo "script/bench: $name was not measured" >&2
        exit 1
    fi
    printf '%s %s\n' "$name" "$(sed -n 's/^figures //p' "$place/wrk")" >>"$place/results"
}

# Logins that routers report over HTTP, each in an answer that is given when it is durable.
bench_events() {
    local database=$place/events.db host
    start_server events --device-events-per-minute 1000000
    echo simulated >"$place/password"
    : >"$place/device-tokens"
    "$gardengate" site add Lobby --instance Lobby --database "$database" >/dev/null
    # Nobody is at these addresses (RFC 5737), and a paused site is not asked what it should hold.
    "$gardengate" site pause Lobby --database "$database" >/dev/null
    for host in 192.0.2.{1..32}; do
        "$gardengate" device add Lobby "$host" --user gate --password-file "$place/password" --trust anonymous \
            --no-check --database "$database" >/dev/null 2>>"$place/events.log"
        "$gardengate" device token create "$host" --database "$database" >>"$place/device-tokens"
    done
    url=${url%/captive/*}/routeros/events
    measure_events events_1_by_1 1 1
    measure_events events_1_by_32 1 32
    measure_events events_50_by_1 50 1
    measure_events events_50_by_8 50 8
    stop_server
}

# FreeRADIUS, unpacked from Debian's packages without being installed, unless it is here already: sets `radius`.
find_radius() {
    radius=$place/radius
    mkdir "$radius"
    if command -v freeradius >/dev/null; then
        ln -s / "$radius/root"
        return
    fi
    mkdir "$radius/packages"
    (
        cd "$radius/packages"
        apt-get download freeradius freeradius-common freeradius-config libfreeradius3 libtalloc2 libpcap0.8 libpcre3
        for package in *.deb; do dpkg-deb -x "$package" "$radius/root"; done
    ) >"$radius/packages.log" 2>&1
}

# Adds lines `NAME PACKETS/S P50 P99 MAX` for FreeRADIUS, which writes each accounting packet into SQLite before it answers.
#
# Its database has a write-ahead log, as ours; it leaves `synchronous` at SQLite's default, FULL, as ours is.
bench_radius() {
    local radius port=18130
    find_radius || true
    sqlite3 "$radius/radius.db" "PRAGMA journal_mode = WAL" >/dev/null
    sqlite3 "$radius/radius.db" <"$radius/root/etc/freeradius/3.0/mods-config/sql/main/sqlite/schema.sql"
    env BENCH_RADIUS="$radius" BENCH_RADIUS_PORT=$port \
        LD_LIBRARY_PATH="$radius/root/usr/lib/freeradius:$radius/root/usr/lib/$(uname -m)-linux-gnu" \
        "$radius/root/usr/sbin/freeradius" -f -d Tests/Bench/radius -n radiusd \
        -D "$radius/root/usr/share/freeradius" >"$radius/out.log" 2>&1 &
    server=$!
    for _ in {1..100}; do
        ! grep -q 'Ready to process requests' "$radius/radius.log" 2>/dev/null || break
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    if ! python3 Tests/Bench/radius/accounting.py "$port" "$seconds" >"$radius/figures"; then
        cat "$radius/packages.log" "$radius/out.log" "$radius/radius.log" >&2 2>/dev/null || true
        stop_server
        return 1
    fi
    cat "$radius/figures" >>"$place/results"
    stop_server
}

bench_redemptions() {
    local load
    "$release/RedemptionBench" window "${fleet[@]}" >>"$place/results"
    "$release/RedemptionBench" record --seconds "$seconds" >>"$place/results"
    bench_events
    # A machine without Debian's packages measures everything else.
    if ! bench_radius; then echo "script/bench: FreeRADIUS could not be measured here" >&2; fi
    load=$(cut -d ' ' -f 1-3 /proc/loadavg)
    if [[ $json == yes ]]; then
        awk -v load="$load" '
            BEGIN { printf "{\"load\": \"%s\"", load }
            $1 == "setup_seconds" { next }
            /^window/ { printf ", \"%s\": {\"count\": %s, ", $1, $2 }
            !/^window/ { printf ", \"%s\": {\"per_second\": %s, ", $1, $2 }
            { printf "\"p50_ms\": %s, \"p99_ms\": %s, \"max_ms\": %s}", $3, $4, $5 }
            END { print "}" }' "$place/results"
    else
        awk -v load="$load" '
            BEGIN { printf "%-28s %12s %12s %12s %12s\n", "", "a second", "p50", "p99", "longest" }
            $1 == "setup_seconds" { next }
            /^window/ { rate = "" }
            !/^window/ { rate = $2 }
            { printf "%-28s %12s %9.1f ms %9.1f ms %9.1f ms\n", $1, rate, $3, $4, $5 }
            END { printf "(load %s)\n", load }' "$place/results"
    fi
}
