import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ClientMessages } from '@/components/client-messages'
import { CheckTokenPanel } from '@/components/home/check-token-panel'
import { FirstSteps } from '@/components/home/first-steps'
import { OwnerSteps } from '@/components/home/owner-steps'
import { RefreshWhileWaiting } from '@/components/home/refresh-while-waiting'
import { env } from '@/lib/config/settings'
import { serverAddress } from '@/lib/http/server-address'
import { getTranslations } from '@/lib/i18n/server'
import { getNextSteps } from '@/lib/people/next-steps'
import { ownCookieName, readOwnCookie } from '@/lib/sessions/own-cookie'
import { requireViewer } from '@/lib/sessions/viewer'
import { listApiTokens } from '@/lib/tokens/api-tokens'
import type { Subject } from '@/shared/principal'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('home')
  return { title: t('title') }
}

export default async function HomePage() {
  const { principal, isOwner } = await requireViewer('/')
  const [t, [token], head, ownerSteps] = await Promise.all([
    getTranslations('home'),
    listApiTokens(principal),
    headers(),
    isOwner ? openOwnerSteps(principal.subject) : null,
  ])
  return (
    <ClientMessages of={['home', 'tokens', 'snippets', 'check', 'mistake', 'ownerSteps']}>
      {ownerSteps && <OwnerSteps {...ownerSteps} />}
      <h1 className="text-xl font-semibold">{t('heading')}</h1>
      <p className="mt-0.5 mb-7 text-muted">{t('about')}</p>
      <FirstSteps token={token ?? null} address={serverAddress(head, env())} />
      <CheckTokenPanel />
      {/* Until the token's first call, which is made in a terminal beside this page. */}
      {token?.last_used_at === null && <RefreshWhileWaiting />}
    </ClientMessages>
  )
}

/** Returns the next steps of an owner; null once they are done or dismissed. */
async function openOwnerSteps(owner: Subject) {
  if (env().isDemo || (await readOwnCookie('owner-steps')) !== undefined) return null
  const hasPublicUrl = env().publicUrl !== undefined
  const steps = { hasPublicUrl, ...(await getNextSteps(owner)) }
  const isDone = Object.values(steps).every(Boolean)
  return isDone ? null : { ...steps, cookieName: ownCookieName('owner-steps') }
}
