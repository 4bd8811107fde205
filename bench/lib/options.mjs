import { parseArgs } from 'node:util'

const options = {
  rounds: { type: 'string' },
  seconds: { type: 'string' },
  case: { type: 'string', multiple: true },
  'cpu-prof': { type: 'boolean', default: false },
  json: { type: 'string' },
  write: { type: 'boolean', default: false },
}

/**
 * Reads the command line.
 * @param defaults of `seconds` and of further numeric options
 * @param rounds by default
 * @throws for an unknown case or option, or a number that is not a positive integer
 */
export function readOptions(cases, defaults, { rounds = '5' } = {}) {
  const further = Object.fromEntries(
    Object.keys(defaults).map((name) => [name, { type: 'string' }]),
  )
  const { values } = parseArgs({ options: { ...further, ...options } })
  const given = { rounds, ...defaults, ...values }
  for (const name of ['rounds', ...Object.keys(defaults)]) given[name] = toNumber(name, given[name])
  const names = cases.map(({ name }) => name)
  const unknown = values.case?.find((name) => !names.includes(name))
  if (unknown) throw new Error(`there is no case ${unknown}: give one of ${names.join(', ')}`)
  if (values.case && values.write) throw new Error('--write takes a run of all cases')
  return { ...given, case: values.case ?? names }
}

function toNumber(name, text) {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new Error(`--${name} takes a whole number above 0`)
}
