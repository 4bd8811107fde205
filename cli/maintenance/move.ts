import { isDeepStrictEqual } from 'node:util'
import type { Progress } from '@/cli/maintenance/progress'
import { Refusal } from '@/cli/maintenance/refusal'
import { RowDigest } from '@/cli/maintenance/row-digest'
import { prepareTarget, requireSource } from '@/cli/maintenance/source-and-target'
import { installationTable, type Store, secretTable, type Table } from '@/cli/maintenance/store'
import { TokenCheck } from '@/cli/maintenance/token-check'
import type { Keys } from '@/lib/config/derived-keys'

/*
 * Moves a whole installation in one transaction at the target: it holds nothing or everything, also
 * after a power failure. The transaction is committed only after every row was read back and
 * compared, and every API token was decrypted.
 */

export interface Move {
  from: Store
  to: Store
  keys: Pick<Keys, 'fingerprint' | 'seal' | 'digest'>
  progress: Progress
}

export interface Moved {
  /** Whether the target already held the same rows. */
  wasThere: boolean
  rows: Map<string, number>
  tokens: number
}

type Digests = Map<string, RowDigest>

/**
 * Moves an installation, or compares both databases if the target already holds its rows.
 * @throws Refusal where the source or the target is not suitable. The rows of the target are
 * unchanged then; an empty target may have been migrated
 */
export async function move({ from, to, keys, progress }: Move): Promise<Moved> {
  await requireSource(from, keys.fingerprint)
  await prepareTarget(to, keys.fingerprint)
  await from.begin()
  await to.begin()
  const tables = await commonTables(from, to)
  const total = await countRows(from, tables)
  const wasThere = !(await isBare(to, tables))
  const report = (doing: string) => (done: number) => progress.show(doing, done, total)
  const sent = wasThere
    ? await readAll(from, tables, report('Comparing'))
    : await copy({ from, to, tables, report: report('Copying') })
  const tokens = new TokenCheck(keys)
  const arrived = await readAll(to, tables, report('Checking'), tokens)
  requireSame(sent, arrived, { wasThere, name: to.name })
  requireOpen(tokens)
  if (!wasThere) await to.commit()
  return {
    wasThere,
    rows: new Map([...arrived].map(([name, { count }]) => [name, count])),
    tokens: tokens.opened,
  }
}

async function commonTables(from: Store, to: Store): Promise<Table[]> {
  const [tables, others] = [await from.tables(), await to.tables()]
  if (isDeepStrictEqual(tables, others)) return tables
  throw new Refusal(
    `${from.name} and ${to.name} have different tables: one of them holds something else`,
  )
}

async function countRows(store: Store, tables: Table[]): Promise<number> {
  let count = 0
  for (const table of tables) count += await store.count(table)
  return count
}

/**
 * Whether the target has no data to lose. An installation that a start has created, without any
 * account, is removed.
 */
async function isBare(to: Store, tables: Table[]): Promise<boolean> {
  const others = tables.filter(({ name }) => ![installationTable, secretTable].includes(name))
  if ((await countRows(to, others)) > 0) return false
  await to.removeUnclaimed()
  return (await countRows(to, tables)) === 0
}

interface Copy {
  from: Store
  to: Store
  tables: Table[]
  report: (done: number) => void
}

async function copy({ from, to, tables, report }: Copy): Promise<Digests> {
  await to.relax()
  return eachBatch(from, tables, report, (table, rows) => to.write(table, rows))
}

const readAll = (
  store: Store,
  tables: Table[],
  report: (done: number) => void,
  tokens?: TokenCheck,
) => eachBatch(store, tables, report, async (table, rows) => tokens?.add(table, rows))

async function eachBatch(
  store: Store,
  tables: Table[],
  report: (done: number) => void,
  work: (...batch: Parameters<Store['write']>) => Promise<void>,
): Promise<Digests> {
  const digests: Digests = new Map()
  let done = 0
  report(done)
  for (const table of tables) {
    const digest = new RowDigest()
    digests.set(table.name, digest)
    for await (const rows of store.read(table)) {
      digest.add(rows)
      await work(table, rows)
      done += rows.length
      report(done)
    }
  }
  return digests
}

function requireSame(
  sent: Digests,
  arrived: Digests,
  { wasThere, name }: { wasThere: boolean; name: string },
): void {
  const other = [...sent].find(([table, digest]) => !arrived.get(table)?.equals(digest))
  if (!other) return
  if (wasThere)
    throw new Refusal(
      `${name} holds rows already, and not the same ones (${other[0]}): it stays as it is; give an empty database`,
    )
  throw new Error(`What was written to ${other[0]} does not read back the same`)
}

function requireOpen({ failed, named }: TokenCheck): void {
  if (failed === 0) return
  throw new Refusal(
    `API tokens that cannot be decrypted, or do not match their digest, in source or target: ${failed} (${named.join(', ')}); delete them first`,
  )
}
