-- Sends requests that were made and signed beforehand, each thread those of its own file.
-- Arguments: the files' common name; "once" when no request may go out twice, "again" when they may.
-- A file is a row of requests, each after its length in bytes and a line feed.

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  again = args[2] == "again"
  at = 0
  lacking = 0
  requests = {}
  local file = assert(io.open(args[1] .. "." .. number, "rb"))
  local length = file:read("*l")
  while length do
    requests[#requests + 1] = file:read(tonumber(length))
    length = file:read("*l")
  end
  file:close()
end

function request()
  if at == #requests then
    if again then
      at = 0
    else
      -- wrk wants a request all the same; a run in which this happened is not counted.
      lacking = lacking + 1
      return "GET /-/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
    end
  end
  at = at + 1
  return requests[at]
end

function done(summary, latency)
  local missing, sent = 0, {}
  for _, thread in ipairs(threads) do
    missing = missing + thread:get("lacking")
    table.insert(sent, tostring(thread:get("at")))
  end
  local errors = summary.errors
  print(string.format("answers %d", summary.requests))
  print(string.format("microseconds %d", summary.duration))
  print(string.format("refused %d", errors.status))
  print(string.format("broken %d", errors.connect + errors.read + errors.write + errors.timeout))
  print(string.format("lacking %d", missing))
  print(string.format("p50 %d", latency:percentile(50)))
  print(string.format("p99 %d", latency:percentile(99)))
  print("sent " .. table.concat(sent, " "))
end
