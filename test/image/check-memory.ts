import assert from 'node:assert/strict'
import { openEveryPage } from '@/test/image/check-pages'
import type { Container } from '@/test/image/container'
import { doMainJob, newAccount, verify } from '@/test/image/main-job'
import type { Tested } from '@/test/image/tested'
import { createToken } from '@/test/support/client'

const maxIdleMegabytes = 180

/** The memory of all processes, each shared page counted once (PSS). */
async function megabytesOf({ execute }: Container): Promise<number> {
  const rollups = await execute('sh', '-c', 'cat /proc/[0-9]*/smaps_rollup 2>/dev/null || true')
  const kibibytes = [...rollups.matchAll(/^Pss:\s+(\d+) kB$/gm)].map(([, size]) => Number(size))
  assert.ok(kibibytes.length >= 2, 'the processes of the container cannot be measured')
  return Math.round((kibibytes.reduce((all, size) => all + size, 0) * 1024) / 1_000_000)
}

export async function measureMemory({ containers }: Tested): Promise<string> {
  const jeton = await containers.startReady()
  const idle = await megabytesOf(jeton)
  await doMainJob(jeton.address)
  const used = await megabytesOf(jeton)
  await containers.stop(jeton.name)
  assert.ok(idle <= maxIdleMegabytes, `${idle} MB after the start`)
  const atStart = `${idle} MB after the start (at most ${maxIdleMegabytes} MB)`
  return `${atStart}, ${used} MB after the main job`
}

const limit = '256m'
const people = 10
const verifications = 2_000

/** The most that the kernel has counted for the container, by version 2 or 1 of control groups. */
async function peakMegabytesOf({ execute }: Container): Promise<number> {
  const files = '/sys/fs/cgroup/memory.peak /sys/fs/cgroup/memory/memory.max_usage_in_bytes'
  const peak = await execute('sh', '-c', `cat ${files} 2>/dev/null || true`)
  return Math.round(Number(peak) / 1_000_000)
}

/** The limit counts the files that the kernel keeps in memory, too. Swap is not allowed. */
export async function checkLowMemory({ containers }: Tested): Promise<string> {
  const jeton = await containers.startReady('--memory', limit, '--memory-swap', limit)
  const pages = await openEveryPage(jeton.address)
  for (let i = 0; i < people; i++) await doMainJob(jeton.address)
  const { call, authToken } = await newAccount(jeton.address)
  const { token } = await createToken(call, authToken)
  for (let i = 0; i < verifications; i++) assert.equal(await verify(call, token), 200)
  const peak = await peakMegabytesOf(jeton)
  assert.equal(await containers.inspect(jeton.name, '{{.State.OOMKilled}}'), 'false')
  assert.doesNotMatch(await jeton.log(), /"level":"(error|fatal)"/)
  assert.equal(await containers.stop(jeton.name), 0)
  const work = `${pages} pages, ${people} times the main job, ${verifications} verifications`
  return `in ${limit}: ${work}; at most ${peak} MB`
}
