import { route } from '@/lib/api/route'
import { env } from '@/lib/config/settings'
import { providerMissing } from '@/lib/http/refusals'
import { finishOpenId } from '@/lib/sessions/next-auth-openid'

/** The address to which the OpenID provider sends the browser back. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: async ({ url }) => {
    const { oidc } = env()
    if (!oidc) throw providerMissing()
    const { path, setCookies } = await finishOpenId(oidc, new URL(url).searchParams)
    const headers = new Headers({ location: path })
    for (const line of setCookies) headers.append('set-cookie', line)
    return new Response(null, { status: 302, headers })
  },
})
