import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ClientMessages } from '@/components/client-messages'
import { CheckTokenPanel } from '@/components/home/check-token-panel'
import { FirstSteps } from '@/components/home/first-steps'
import { RefreshWhileWaiting } from '@/components/home/refresh-while-waiting'
import { env } from '@/lib/config/settings'
import { serverAddress } from '@/lib/http/server-address'
import { getTranslations } from '@/lib/i18n/server'
import { requireViewer } from '@/lib/sessions/viewer'
import { listApiTokens } from '@/lib/tokens/api-tokens'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('home')
  return { title: t('title') }
}

export default async function HomePage() {
  const { principal } = await requireViewer('/')
  const [t, [token], head] = await Promise.all([
    getTranslations('home'),
    listApiTokens(principal),
    headers(),
  ])
  return (
    <ClientMessages of={['home', 'tokens', 'snippets', 'check', 'mistake']}>
      <h1 className="text-xl font-semibold">{t('heading')}</h1>
      <p className="mt-0.5 mb-7 text-muted">{t('about')}</p>
      <FirstSteps token={token ?? null} address={serverAddress(head, env())} />
      <CheckTokenPanel />
      {/* Until the token's first call, which is made in a terminal beside this page. */}
      {token?.last_used_at === null && <RefreshWhileWaiting />}
    </ClientMessages>
  )
}
