import { safeNextPath } from '@/components/auth/next-path'
import { route } from '@/lib/api/route'
import { env } from '@/lib/config/settings'
import { providerMissing } from '@/lib/http/refusals'
import { beginOpenId } from '@/lib/sessions/next-auth-openid'

/**
 * Sends the browser to the OpenID provider. It is a link, because the policy of our pages does not
 * let a form lead to another site.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: async ({ url }) => {
    const { oidc } = env()
    if (!oidc) throw providerMissing()
    const next = safeNextPath(new URL(url).searchParams.get('next') ?? undefined)
    const begun = await beginOpenId(oidc, { next })
    const location =
      'url' in begun
        ? begun.url
        : `/sign-in?${new URLSearchParams({ error: begun.fault, ...(next !== '/' && { next }) })}`
    return new Response(null, { status: 302, headers: { location } })
  },
})
