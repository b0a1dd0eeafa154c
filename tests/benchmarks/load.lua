-- Mixed reads for wrk: each connection asks the next question of the list; answers that are no 200 are counted.
local paths = {
  "/v1/met?who=Zelensky", "/v1/meetings?limit=20", "/v1/entities?q=put", "/v1/entities?limit=20",
  "/v1/paths?source=Kenyatta&target=Tamim&k=3", "/v1/network?entity=Zelensky", "/v1/sanctions?target=Putin",
  "/v1/entities/Putin/timeline", "/v1/documents?limit=10", "/v1/positions?limit=20", "/v1/met?who=Putin&level=state",
  "/healthz",
}
local turn = 0
local threads = {}

function setup(thread) table.insert(threads, thread) end

function init() failed, first = 0, "" end

function request()
  turn = turn + 1
  return wrk.format("GET", paths[turn % #paths + 1])
end

function response(status, _, body)
  if status ~= 200 then
    failed = failed + 1
    if first == "" then first = status .. " " .. string.sub(body, 1, 200) end
  end
end

function done(summary, latency, _)
  local lost = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  local refused, told = 0, ""
  for _, thread in ipairs(threads) do
    refused = refused + thread:get("failed")
    if told == "" then told = thread:get("first") end
  end
  io.write(string.format("RESULT %d %d %d %.1f %.1f %.1f %s\n", summary.requests, lost, refused,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000, told))
end
