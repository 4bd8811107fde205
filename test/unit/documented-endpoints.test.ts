import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contracts } from '@/app/api/v1/openapi.json/contracts'

/* The table of endpoints in docs/api.md, in which `…` stands for the path before, or its folder. */

const operations = contracts.flatMap(({ path, tag: _, ...methods }) =>
  Object.keys(methods).map((method) => `${method} ${path}`),
)

const rows = readFileSync('docs/api.md', 'utf8')
  .split('\n')
  .flatMap((line) => /^\| ([^|]*`\/[^|]*) \|/.exec(line)?.[1] ?? [])

const methodsAndPaths = /(any method|[A-Z]+(?:, [A-Z]+)*),? (`[^`]+`(?:, `[^`]+`)*)/g

/** The operations that the first cell of a row names, as `GET /api/v1/tokens`. */
function operationsIn(cell: string): string[] {
  let whole = ''
  return [...cell.matchAll(methodsAndPaths)].flatMap(([, methods = '', paths = '']) =>
    paths.split(', ').flatMap((quoted) => {
      const path = quoted.slice(1, -1)
      if (!path.startsWith('…')) whole = path
      return methods.split(', ').map((method) => resolve(method, path, whole))
    }),
  )
}

function resolve(method: string, path: string, whole: string): string {
  if (!path.startsWith('…')) return `${method} ${path}`
  const rest = path.slice(1)
  const below = `${method} ${whole}${rest}`
  return operations.includes(below) ? below : `${method} ${whole.replace(/\/[^/]+$/, '')}${rest}`
}

test('the documentation lists every endpoint that a contract describes, and no other', () => {
  const listed = rows.flatMap(operationsIn)
  // A contract describes the answers to every method under GET.
  const documented = listed.map((one) => one.replace('any method', 'GET'))
  expect(documented.toSorted()).toEqual(operations.toSorted())
})
