import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { contracts } from '@/app/api/v1/openapi.json/contracts'
import type { Contract } from '@/lib/api/contract'

/* Tests that every route has its contract beside it, and that the document is built from all. */

const files = (name: string) =>
  readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(`/${name}`))
    .map((file) => `app/${file}`)

/** The routes of next-auth, which only the pages use, and the route for every unknown address. */
const withoutContract = [
  'app/api/[[...path]]/route.ts',
  'app/api/auth/[...nextauth]/route.ts',
  'app/api/auth/callback/oidc/route.ts',
  'app/api/auth/signin/oidc/route.ts',
]

/**
 * The endpoints that are answered without Next: server/health.ts, verifier/answer.ts,
 * server/revocation-stream/answer.ts.
 */
const withoutRoute = [
  'app/api/health/contract.ts',
  'app/api/ready/contract.ts',
  'app/api/v1/revocations/contract.ts',
  'app/api/v1/services/[name]/verify/contract.ts',
  'app/api/v1/verify/contract.ts',
]

const pathOf = (file: string) =>
  dirname(file)
    .slice('app'.length)
    .replace(/\[(\w+)\]/g, '{$1}')

test('every contract is in the list, under the path of its folder, and nothing else is', async () => {
  const found = files('contract.ts')
  const modules: { contract: Contract }[] = await Promise.all(
    found.map((file) => import(`${process.cwd()}/${file}`)),
  )
  for (const [i, { contract }] of modules.entries()) {
    expect([found[i], contract.path]).toEqual([found[i], pathOf(found[i] ?? '')])
    expect(contracts, contract.path).toContain(contract)
  }
  expect(contracts).toHaveLength(found.length)
})

test.each(files('route.ts').filter((file) => !withoutContract.includes(file)))(
  '%s is the resource of the contract beside it',
  (file) => {
    const text = readFileSync(file, 'utf8')
    expect(text).toContain(`import { contract } from '@/${dirname(file)}/contract'\n`)
    expect(text).toMatch(/^export const \{[^}]+\} = resource\(contract, \{$/m)
    expect(text).not.toContain('@/lib/api/route')
  },
)

test('every contract has a route beside it, unless it is answered without Next', () => {
  const alone = files('contract.ts').filter((file) => !existsSync(`${dirname(file)}/route.ts`))
  expect(alone.sort()).toEqual(withoutRoute)
})
