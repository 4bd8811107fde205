import { ProblemError } from '@/lib/http/problem'
import { type RelyingParty, relyingParty } from '@/lib/second-factor/relying-party'

/** @throws ProblemError `not_found` where browsers have no passkeys */
export function requireRelyingParty({ headers }: Request): RelyingParty {
  const party = relyingParty(headers)
  if (party) return party
  throw new ProblemError('not_found', 'Passkeys need a public address with https and a host name.')
}
