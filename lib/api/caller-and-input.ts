import { requireOwner, requirePrincipal, requireSession } from '@/lib/api/caller'
import { requireClientAndForm } from '@/lib/api/client-and-form'
import type { RouteOperation } from '@/lib/api/contract'
import { requireOwnPage } from '@/lib/api/same-origin'
import { readForm, readJson } from '@/lib/http/body'
import { tokenInvalid } from '@/lib/http/refusals'
import type { Principal, SessionPrincipal } from '@/shared/principal'
import { authenticateAgain } from '@/verifier/authenticate'

/** The caller's type, by who may call; null where no caller is identified before the handler. */
export interface Principals {
  anyone: null
  principal: Principal
  session: SessionPrincipal
  owner: SessionPrincipal
  refresh: null
  client: Principal
}

/** Returns the caller of an operation without a body. */
const requireCaller = {
  anyone: async () => null,
  principal: requirePrincipal,
  session: requireSession,
  owner: requireOwner,
  refresh: async (request: Request) => {
    requireOwnPage(request)
    return null
  },
}

/**
 * Returns the caller that the operation admits, and the validated body.
 * @throws ProblemError as the functions of caller.ts and `readJson`
 */
export async function requireCallerAndInput(
  { who, json, form }: RouteOperation,
  request: Request,
): Promise<{ principal: Principal | null; input?: unknown }> {
  if (form && who === 'anyone') return { principal: null, input: await readForm(request, form) }
  if (form) return requireClientAndForm(request, form)
  if (!json) return { principal: await requireCaller[who](request) }
  if (who === 'anyone') return { principal: null, input: await readJson(request, json) }
  // Authenticated before the body is read, so that bodies of unauthenticated clients are not read,
  // and again afterwards: a body can arrive slowly, and a credential that was revoked meanwhile
  // must not write.
  const before = await requireCaller[who](request)
  const input = await readJson(request, json)
  const principal = await authenticateAgain(before)
  if (!principal) throw tokenInvalid()
  return { principal, input }
}
