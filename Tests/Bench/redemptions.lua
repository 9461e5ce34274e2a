-- What wrk sends for `script/bench redemptions`: logins as a router's script reports them, BENCH_BATCH a request.
--
-- The tokens of the devices come from a file, one a line, and are used in turn. Each guest logs in once: names begin with
-- BENCH_FIRST and a number.

local tokens = {}
for token in io.lines(os.getenv("BENCH_TOKENS_FILE")) do
    tokens[#tokens + 1] = token
end
local batch = tonumber(os.getenv("BENCH_BATCH"))
local first = tonumber(os.getenv("BENCH_FIRST"))
local number = 0
local turn = 0

local function event()
    number = number + 1
    return string.format(
        '{"event": "login", "id": "%d-%d", "user": "GUEST%d-%d", "mac": "02:%02X:%02X:%02X:%02X:%02X", "ip": "10.5.50.21"}',
        first, number, first, number, first, math.floor(number / 16777216) % 256, math.floor(number / 65536) % 256,
        math.floor(number / 256) % 256, number % 256
    )
end

function request()
    local events = {}
    for index = 1, batch do
        events[index] = event()
    end
    turn = turn % #tokens + 1
    return wrk.format("POST", nil, {
        ["Authorization"] = "Bearer " .. tokens[turn],
        ["Content-Type"] = "application/json",
    }, "[" .. table.concat(events, ", ") .. "]")
end

-- Events per second, and the median, the 99th percentile and the longest in milliseconds; nothing when a request failed.
function done(summary, latency, requests)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    if failed > 0 or summary.requests == 0 then
        print(string.format(
            "%d requests; failed: %d to connect, %d to read, %d to write, %d with an error status, %d in time",
            summary.requests, errors.connect, errors.read, errors.write, errors.status, errors.timeout
        ))
        return
    end
    print(string.format(
        "figures %.0f %.1f %.1f %.1f",
        summary.requests * batch / (summary.duration / 1e6), latency:percentile(50) / 1e3,
        latency:percentile(99) / 1e3, latency.max / 1e3
    ))
end
