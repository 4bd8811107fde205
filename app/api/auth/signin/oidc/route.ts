import { route } from '@/lib/api/route'
import { env } from '@/lib/config/settings'
import { providerMissing } from '@/lib/http/refusals'
import { safeNextPath } from '@/lib/http/same-origin'
import { type OpenIdStart, startOpenId } from '@/lib/sessions/next-auth-openid-start'

/**
 * Sends the browser to the OpenID provider. It is a link, because the policy of our pages does not
 * let a form lead to another site. With `confirm=true` the provider asks for the sign-in again.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: async ({ url }) => {
    const { oidc } = env()
    if (!oidc) throw providerMissing()
    const { searchParams } = new URL(url)
    const next = safeNextPath(searchParams.get('next') ?? undefined)
    const asks = searchParams.get('confirm') === 'true' ? 'again' : 'seldom'
    const started = await startOpenId(oidc, { next }, asks)
    const location = 'url' in started ? started.url : signInPath(started, next)
    return new Response(null, { status: 302, headers: { location } })
  },
})

/** The page that says in words why the browser was not sent to the provider. */
function signInPath(failed: Exclude<OpenIdStart, { url: string }>, next: string): string {
  const error = 'limit' in failed ? 'rate_limited' : failed.fault
  return `/sign-in?${new URLSearchParams({ error, ...(next !== '/' && { next }) })}`
}
