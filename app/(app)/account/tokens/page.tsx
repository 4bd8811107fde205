import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ClientMessages } from '@/components/client-messages'
import { TokensSection } from '@/components/tokens/tokens-section'
import { env } from '@/lib/config/settings'
import { serverAddress } from '@/lib/http/server-address'
import { getTranslations } from '@/lib/i18n/server'
import { requireViewer } from '@/lib/sessions/viewer'
import { listApiTokens } from '@/lib/tokens/api-tokens'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('tokens')
  return { title: t('title') }
}

export default async function TokensPage() {
  const { principal } = await requireViewer('/account/tokens')
  const [tokens, head] = await Promise.all([listApiTokens(principal), headers()])
  return (
    <ClientMessages of={['tokens', 'snippets']}>
      <TokensSection
        tokens={tokens}
        address={serverAddress(head, env())}
        needsSignInSeconds={env().tokenNeedsSignInSeconds}
      />
    </ClientMessages>
  )
}
