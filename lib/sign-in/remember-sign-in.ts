import type { Visitor } from '@/lib/audit/actor'
import { env } from '@/lib/config/settings'
import { notify } from '@/lib/mail/notify'
import type { Device } from '@/lib/sign-in/device'
import { knownKeyOf, rememberSource } from '@/lib/sign-in/known-sources'
import type { Subject } from '@/shared/principal'

/**
 * Makes the source of a sign-in known for the account, and notifies the user by mail if it was not.
 * Without rate limits no source is stored, and nobody is notified.
 * @param device the browser's device, by its cookie
 * @returns the device that the browser has to keep; null where there are no limits
 */
export async function rememberSignIn(
  visitor: Visitor,
  subject: Subject,
  device: Device | null,
): Promise<Device | null> {
  const source = { address: visitor.origin.address, device }
  const isNew = env().rateLimit === 'on' && !(await knownKeyOf(subject.email, source, new Date()))
  const known = await rememberSource(subject.email, source)
  if (isNew) notify(visitor, subject, 'new_device')
  return known
}
