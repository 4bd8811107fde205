-- Defines the requests of wrk and its report. Arguments: the header that carries the token; a file
-- with one token per line; the order ("random", or "each" in turn); and, for requests other than
-- GET, the method and a JSON body. Without arguments, wrk sends the one request of its command
-- line.

local function read(name, file, method, body)
  local requests = {}
  for token in io.lines(file) do
    local headers = { [name] = token, ['content-type'] = body and 'application/json' }
    requests[#requests + 1] = wrk.format(method or 'GET', nil, headers, body)
  end
  return requests
end

function init(args)
  if not args[1] then return end
  math.randomseed(os.time())
  local requests = read(args[1], args[2], args[4], args[5])
  local count = #requests
  local at = math.random(count)
  if args[3] == 'random' then
    request = function() return requests[math.random(count)] end
  else
    request = function()
      at = at % count + 1
      return requests[at]
    end
  end
end

-- Prints one line of JSON after the output of wrk itself. Times are in microseconds.
function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    '\n{"requests":%d,"duration":%d,"bytes":%.0f,"refused":%d,"failed":%d,"p50":%d,"p99":%d}',
    summary.requests, summary.duration, summary.bytes, errors.status, failed,
    latency:percentile(50), latency:percentile(99)
  ))
end
