import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ClientMessages } from '@/components/client-messages'
import { TokensSection } from '@/components/tokens/tokens-section'
import { env } from '@/lib/config/settings'
import { serverAddress } from '@/lib/http/server-address'
import { getTranslations } from '@/lib/i18n/server'
import { listReachedServices } from '@/lib/services/list-services'
import { requireViewer } from '@/lib/sessions/viewer'
import { listApiTokens } from '@/lib/tokens/api-tokens'
import { getTokenUsage } from '@/lib/tokens/token-usage'
import { defaultUsageDays } from '@/shared/token-usage'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('tokens')
  return { title: t('title') }
}

export default async function TokensPage() {
  const { principal } = await requireViewer('/account/tokens')
  const [tokens, services, head] = await Promise.all([
    listApiTokens(principal),
    listReachedServices(principal),
    headers(),
  ])
  const [token] = tokens
  return (
    <ClientMessages of={['tokens', 'rotation', 'whereGood', 'snippets']}>
      <TokensSection
        tokens={tokens}
        services={services}
        usage={token ? await getTokenUsage(principal, token.id, defaultUsageDays) : null}
        address={serverAddress(head, env())}
        needsSignInSeconds={env().tokenNeedsSignInSeconds}
      />
    </ClientMessages>
  )
}
