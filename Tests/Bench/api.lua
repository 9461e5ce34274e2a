-- What wrk sends for `script/bench api`, and how it tells what came of it.
--
-- The token comes from a file, since everybody can read the arguments of a process.

local operation = os.getenv("BENCH_OPERATION")

local function token()
    local file = assert(io.open(os.getenv("BENCH_TOKEN_FILE")))
    local text = file:read("*l")
    file:close()
    return text
end

wrk.headers["Authorization"] = "Bearer " .. token()
if operation == "create_200_coupons" then
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/json"
    wrk.body = '{"minutes_valid": 600, "count": 200}'
end

-- Requests per second, and the median and the 99th percentile in milliseconds; nothing when a request failed.
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
        "figures %.2f %.3f %.3f",
        summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3
    ))
end
