import fc from 'fast-check'
import { anyCharacter } from '@/test/support/any-character'

/* Values that a schema of the OpenAPI document allows, and values that it nearly allows. */

export interface Schema {
  type?: string
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  format?: string
}

type Values = fc.Arbitrary<unknown>

const email = fc.uuid().map((id) => `${id}@example.com`)

export function valid(schema: Schema): Values {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.oneOf) return fc.oneof(...schema.oneOf.map(valid))
  switch (schema.type) {
    case 'object':
      return validObject(schema)
    case 'string':
      return schema.format === 'email' ? email : text(schema)
    case 'integer':
      return fc.integer({
        min: schema.minimum ?? -100,
        max: Math.min(schema.maximum ?? 100, 2 ** 31 - 1),
      })
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(valid(schema.items ?? { type: 'string' }), { maxLength: 3 })
    case 'null':
      return fc.constant(null)
    default:
      return fc.oneof(...(schema.anyOf ?? []).map(valid))
  }
}

/** The alternatives of an object specify its required fields. */
function validObject({ properties = {}, required = [], anyOf = [{ required }] }: Schema): Values {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, valid(field)]),
  )
  return fc.oneof(
    ...anyOf.map((alternative) => fc.record(fields, { requiredKeys: alternative.required ?? [] })),
  )
}

const text = ({ minLength = 0, maxLength = 40 }: Schema) =>
  fc.string({
    unit: 'grapheme-ascii',
    minLength: Math.max(minLength, 1),
    maxLength: Math.min(maxLength, 40),
  })

/** Values that no field of any endpoint has, and those that are likeliest to be misread. */
export const hostileValue: Values = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    '',
    [],
    {},
    { $ne: null },
    ['x'],
    'x'.repeat(5_000),
    '\u0000',
    "' OR 1=1 --",
    '%s{{7*7}}',
    '../../etc/passwd',
    '\ud800',
    '__proto__',
  ),
  fc.string({ unit: anyCharacter, maxLength: 300 }),
  fc.jsonValue({ maxDepth: 2 }),
)

const fieldName = fc.constantFrom('__proto__', 'constructor', 'id', 'role', 'token', 'user_id', '')

/** A valid object with one change: a field less, a field more, or a field with another value. */
export function nearlyValid(schema: Schema): Values {
  const name = fc.constantFrom(...Object.keys(schema.properties ?? { x: {} }))
  return fc
    .tuple(valid(schema), fc.constantFrom('less', 'more', 'else'), name, fieldName, hostileValue)
    .map(([value, change, own, strange, hostile]) => {
      const entries = Object.entries(value as object).filter(
        ([key]) => key !== own || change === 'more',
      )
      if (change === 'less') return Object.fromEntries(entries)
      return Object.fromEntries([...entries, [change === 'more' ? strange : own, hostile]])
    })
}
