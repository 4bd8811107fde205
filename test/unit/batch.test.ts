import { describe, expect, test } from 'vitest'
import { Batcher } from '@/verifier/batch'

/** A database that answers on request, with each key in capitals; it has no entry for "nobody". */
function openDatabase() {
  const questions: { keys: string[]; answer: () => void; fail: (error: Error) => void }[] = []
  const coalescer = new Batcher<string>(
    (keys) =>
      new Promise((resolve, reject) => {
        const found = keys
          .filter((key) => key !== 'nobody')
          .map((key) => [key, key.toUpperCase()] as const)
        questions.push({ keys, answer: () => resolve(new Map(found)), fail: reject })
      }),
  )
  return { coalescer, questions, asked: () => questions.map(({ keys }) => keys) }
}

/** Waits until everything that was scheduled is done. */
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('look-ups that arrive together', () => {
  test('are one question, in which each key is asked for once', async () => {
    const { coalescer, questions, asked } = openDatabase()
    const answers = Promise.all(['a', 'b', 'a', 'nobody'].map((key) => coalescer.find(key)))
    await turn()
    expect(asked()).toEqual([['a', 'b', 'nobody']])
    questions[0]?.answer()
    expect(await answers).toEqual(['A', 'B', 'A', null])
  })

  test('are never answered by a question that was asked before they arrived', async () => {
    const { coalescer, questions, asked } = openDatabase()
    const first = coalescer.find('a')
    await turn()
    const second = coalescer.find('a')
    await turn()
    expect(asked()).toEqual([['a'], ['a']])
    let isAnswered = false
    void second.then(() => {
      isAnswered = true
    })
    questions[0]?.answer()
    await first
    await turn()
    expect(isAnswered).toBe(false)
    questions[1]?.answer()
    expect(await second).toBe('A')
  })

  test('gather while two questions are under way, and go when one of them is answered', async () => {
    const { coalescer, questions, asked } = openDatabase()
    for (const key of ['a', 'b', 'c', 'd']) {
      void coalescer.find(key)
      await turn()
    }
    expect(asked()).toEqual([['a'], ['b']])
    questions[1]?.answer()
    await turn()
    expect(asked()).toEqual([['a'], ['b'], ['c', 'd']])
  })

  test('fail together, and no others with them', async () => {
    const { coalescer, questions } = openDatabase()
    const failing = Promise.allSettled(['a', 'b', 'a'].map((key) => coalescer.find(key)))
    await turn()
    const other = coalescer.find('a')
    await turn()
    questions[0]?.fail(new Error('cut off'))
    expect((await failing).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
      'rejected',
    ])
    questions[1]?.answer()
    expect(await other).toBe('A')
    const later = coalescer.find('b')
    await turn()
    questions[2]?.answer()
    expect(await later).toBe('B')
  })

  test('are cut into questions of a thousand keys', async () => {
    const { coalescer, questions, asked } = openDatabase()
    const keys = Array.from({ length: 2_500 }, (_, i) => `k${i}`)
    const answers = Promise.all(keys.map((key) => coalescer.find(key)))
    for (let i = 0; i < 3; i += 1) {
      await turn()
      questions[i]?.answer()
    }
    expect(await answers).toEqual(keys.map((key) => key.toUpperCase()))
    expect(asked().map(({ length }) => length)).toEqual([1_000, 1_000, 500])
  })
})
