import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, test as it } from 'vitest'
import { inTurn } from '@/scripts/setup-lock.mjs'

/* The tests run concurrently, because some of them wait for ten seconds. */
const test = it.concurrent

const root = mkdtempSync(join(tmpdir(), 'jeton-lock-'))
afterAll(() => rmSync(root, { recursive: true }))

const newFolder = () => mkdtempSync(join(root, 'folder-'))
const lockIn = (folder: string) => join(folder, '.setup.lock')

/** @returns the contents of the lock file while this process holds the lock */
const take = (folder: string, limitMs?: number) =>
  inTurn(async () => readFileSync(lockIn(folder), 'utf8'), {
    folder,
    ...(limitMs !== undefined && { limitMs }),
  })

/** Starts another process that takes the lock and holds it as long as it runs. */
async function holder(folder: string) {
  const code = `
    import { inTurn } from ${JSON.stringify(resolve('scripts/setup-lock.mjs'))}
    setInterval(() => {}, 1e6)
    await inTurn(() => { console.log('mine'); return new Promise(() => {}) }, { folder: ${JSON.stringify(folder)} })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code])
  await once(child.stdout, 'data')
  return child
}

test('a turn that is over leaves nothing behind, also where its work fails', async ({ expect }) => {
  const folder = newFolder()
  await take(folder)
  const fail = () => Promise.reject(new Error('no'))
  await expect(inTurn(fail, { folder })).rejects.toThrow('no')
  expect(existsSync(lockIn(folder))).toBe(false)
})

test('turns that are wanted at once come one after the other', async ({ expect }) => {
  const folder = newFolder()
  let under = 0
  const work = async () => {
    under += 1
    expect(under).toBe(1)
    await new Promise(setImmediate)
    under -= 1
  }
  await Promise.all(Array.from({ length: 5 }, () => inTurn(work, { folder })))
})

test('the turn of a process that runs is waited for, in words and not for ever', async ({
  expect,
}) => {
  const folder = newFolder()
  const child = await holder(folder)
  await expect(take(folder, 300)).rejects.toThrow(
    `process ${child.pid} does not come to an end with the set-up`,
  )
  const next = take(folder)
  child.kill('SIGKILL')
  expect(JSON.parse(await next).pid).toBe(process.pid)
})

test('a lock of a number that is another process by now was left behind', async ({ expect }) => {
  const folder = newFolder()
  const own = JSON.parse(await take(folder))
  for (const pid of [process.pid, 1]) {
    writeFileSync(lockIn(folder), JSON.stringify({ ...own, pid, started: '1' }))
    // No waiting is necessary.
    expect(JSON.parse(await take(folder, 0))).toEqual(own)
  }
})

/** Locks that are recognised as stale only because no process touches them. */
const leftBehind: Record<string, (file: string) => void> = {
  'an empty one': (file) => writeFileSync(file, ''),
  'a number alone, of a process that runs': (file) => writeFileSync(file, `${process.ppid}`),
  garbage: (file) => writeFileSync(file, '\0{'),
  'one of another machine': (file) =>
    writeFileSync(file, '{"pid":1,"started":"1","numbering":"x"}'),
  'one that cannot be read': (file) => {
    writeFileSync(file, '')
    chmodSync(file, 0)
  },
  'an empty folder': (file) => mkdirSync(file),
}

test('a lock of which nothing can be told was left behind when nobody touches it', async ({
  expect,
}) => {
  const folder = newFolder()
  const work = Object.entries(leftBehind).map(async ([name, leave], i) => {
    const own = join(folder, `${i}`)
    mkdirSync(own)
    leave(lockIn(own))
    return inTurn(async () => name, { folder: own })
  })
  expect(await Promise.all(work)).toEqual(Object.keys(leftBehind))
})

test('a lock of another machine that is touched counts', async ({ expect }) => {
  const folder = newFolder()
  const child = await holder(folder)
  writeFileSync(lockIn(folder), '{"pid":1,"started":"1","numbering":"x"}')
  await expect(take(folder, 12_000)).rejects.toThrow('does not come to an end')
  child.kill('SIGKILL')
})

test('a lock that cannot be removed is named in one line', async ({ expect }) => {
  const folder = newFolder()
  mkdirSync(join(lockIn(folder), 'something'), { recursive: true })
  await expect(take(folder)).rejects.toThrow(
    /\.setup\.lock was left behind and cannot be removed \(ENOTEMPTY\)/,
  )
})
