import { expect, test } from 'vitest'
import { FairQueue, type Ticket } from '@/server/app-process/fair-queue'

const limits = { running: 4, runningOfOne: 3, present: 20, presentOfOne: 10 }

/** @returns a queue, and the clients that run, in the order of their turns */
function queueOf(limitsOfIt = limits) {
  const queue = new FairQueue(limitsOfIt)
  const started: string[] = []
  const enter = (client: string): Ticket | null => {
    const ticket = queue.admit(client)
    void ticket?.turn().then(() => started.push(client))
    return ticket
  }
  return { started, enter, settle: () => new Promise(setImmediate) }
}

const admitted = (ticket: Ticket | null): Ticket => {
  if (!ticket) throw new Error('The queue was full')
  return ticket
}

test('clients take turns, and one never has every place', async () => {
  const { started, enter, settle } = queueOf()
  const many = Array.from({ length: 6 }, () => admitted(enter('busy')))
  await settle()
  expect(started).toEqual(['busy', 'busy', 'busy'])
  enter('rare')
  await settle()
  expect(started).toEqual(['busy', 'busy', 'busy', 'rare'])
  enter('other')
  many[0]?.finish()
  many[1]?.finish()
  await settle()
  expect(started.slice(4)).toEqual(['busy', 'other'])
})

test('what leaves the queue before its turn does not run, and takes no place', async () => {
  const { started, enter, settle } = queueOf()
  const running = Array.from({ length: 3 }, () => admitted(enter('one')))
  const waiting = Array.from({ length: 5 }, () => admitted(enter('one')))
  const last = admitted(enter('one'))
  for (const ticket of waiting) ticket.leave()
  running[0]?.leave()
  await settle()
  expect(started).toHaveLength(4)
  last.leave()
  last.leave()
  running[1]?.leave()
  running[2]?.leave()
  for (let i = 0; i < 3; i += 1) enter('again')
  await settle()
  expect(started.slice(4)).toEqual(['again', 'again', 'again'])
})

test('what has left before it asks for its turn never gets one, and keeps no place', async () => {
  const queue = new FairQueue({ ...limits, running: 1, runningOfOne: 1 })
  const started: string[] = []
  const gone = queue.admit('one')
  gone?.leave()
  void gone?.turn().then(() => started.push('gone'))
  void queue
    .admit('one')
    ?.turn()
    .then(() => started.push('here'))
  await new Promise(setImmediate)
  expect(started).toEqual(['here'])
})

test('a full queue refuses the newcomer, and one client’s share does not fill it', () => {
  const { enter } = queueOf()
  const ofOne = Array.from({ length: 11 }, () => enter('one'))
  expect(ofOne.map(Boolean)).toEqual([...Array(10).fill(true), false])
  const others = Array.from({ length: 11 }, (_, i) => enter(`other ${i}`))
  expect(others.map(Boolean)).toEqual([...Array(10).fill(true), false])
  ofOne[0]?.leave()
  expect(enter('newcomer')).not.toBeNull()
})
