import { randomBytes, randomUUID } from 'node:crypto'
import { machineDomain } from '@/lib/accounts/email'
import { hashPassword } from '@/lib/accounts/password'
import { keys } from '@/lib/config/keyring'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { devices, fillActivity } from '@/lib/demo/activity'
import { type DemoUser, groups, others, owner, services } from '@/lib/demo/installation'
import { usesOf } from '@/lib/demo/uses'
import { groupKey } from '@/lib/people/group-schema'
import { newSession } from '@/lib/sessions/session'
import { detailOf, newApiToken } from '@/lib/tokens/api-token'

/*
 * Fills the empty installation of a demo: an owner, two members, a machine, three services, groups,
 * tokens, and a month of their use until now. All secrets are random, and the password of the
 * people is known to nobody.
 */

const dayMs = 86_400_000

/** The visitors of a demo share one session, which lasts as long as any demo does. */
const sharedSessionMs = 3_650 * dayMs

/** The ids of the groups, by name. */
const groupIds = { family: randomUUID(), makers: randomUUID() } satisfies Record<
  (typeof groups)[number],
  string
>

const before = (now: Date, days: number) => new Date(now.getTime() - days * dayMs)

export async function fillDemo(now = new Date()): Promise<void> {
  const passwordHash = await hashPassword(randomBytes(32).toString('base64url'))
  const users = await Promise.all([owner, ...others].map((user) => draft(user, passwordHash, now)))
  await db().$transaction(async (transaction) => {
    await transaction.installation.updateMany({
      data: { claimedAt: before(now, owner.joinedDaysAgo) },
    })
    await transaction.group.createMany({
      data: groups.map((name) => ({ id: groupIds[name], name, key: groupKey(name) })),
    })
    await storeServices(
      transaction,
      users.flatMap(({ uses }) => uses),
      now,
    )
    for (const { user, token } of users) {
      await transaction.user.create({ data: user, select: { id: true } })
      await transaction.apiToken.create({ data: token, select: { id: true } })
    }
    const [first] = users
    if (first) await startSessions(transaction, first, now)
  })
}

type Draft = Awaited<ReturnType<typeof draft>>

/** Drafts a user and the user's token, ready to be stored. */
async function draft(person: DemoUser, passwordHash: string, now: Date) {
  const { displayName, mailbox, role, token, joinedDaysAgo } = person
  const id = randomUUID()
  const createdAt = before(now, joinedDaysAgo)
  const email = mailbox === null ? `${id}@${machineDomain}` : `${mailbox}@example.com`
  const isMachine = mailbox === null
  const uses = usesOf(person, now)
  const { data } = await newApiToken({ id, email, displayName }, token.name, keys())
  return {
    uses,
    user: {
      id,
      email,
      displayName,
      role,
      kind: isMachine ? 'machine' : 'person',
      passwordHash: isMachine ? '' : passwordHash,
      createdAt,
      signedInAt: isMachine ? null : before(now, 3),
      groups: {
        create: person.groups.map((name) => ({ groupId: groupIds[name], source: 'owner' })),
      },
    },
    token: {
      ...data,
      ...totalOf(uses),
      createdAt: before(now, joinedDaysAgo - 2),
      updatedAt: before(now, joinedDaysAgo - 2),
      hasServiceList: token.list !== null,
      services: { create: (token.list ?? []).map((serviceId) => ({ serviceId })) },
      serviceUses: { create: uses },
    },
  }
}

/** How often something was used in all, and when last. */
function totalOf(uses: { count: number; lastUsedAt: Date }[]) {
  const times = uses.map(({ lastUsedAt }) => lastUsedAt.getTime())
  return {
    useCount: uses.reduce((sum, { count }) => sum + count, 0),
    lastUsedAt: times.length > 0 ? new Date(Math.max(...times)) : null,
  }
}

async function storeServices(
  transaction: Prisma.TransactionClient,
  uses: Draft['uses'],
  now: Date,
): Promise<void> {
  for (const { name, title, groups: open } of services) {
    const data = {
      id: name,
      name,
      title,
      url: `https://${name}.example.com`,
      access: open.length > 0 ? 'groups' : 'everyone',
      createdAt: before(now, owner.joinedDaysAgo),
      ...totalOf(uses.filter(({ service }) => service === name)),
      groups: { create: open.map((group) => ({ groupId: groupIds[group] })) },
    }
    await transaction.service.create({ data, select: { id: true } })
  }
}

/** Starts the owner's sessions: that of the visitors, and one on a phone. */
async function startSessions(
  transaction: Prisma.TransactionClient,
  { user, token }: Draft,
  now: Date,
): Promise<void> {
  const expiresAt = new Date(now.getTime() + sharedSessionMs)
  const shared = {
    ...newSession(user.id, devices.laptop, before(now, 3.1)),
    lastSeenAt: now,
    expiresAt,
  }
  const onPhone = {
    ...newSession(user.id, devices.phone, before(now, 27)),
    lastSeenAt: before(now, 1),
  }
  await transaction.session.createMany({ data: [shared, onPhone] })
  const { id, email } = user
  const logged = { id, email, sessionId: shared.id, token: detailOf(token) }
  await fillActivity(transaction, logged, now)
}
