import { BlankCounter } from '@/components/brand-mark'
import { PreviousSecret } from '@/components/rotation/previous-secret'
import { SnippetPanel } from '@/components/snippets/snippet-panel'
import { Card } from '@/components/ui/card'
import { Note } from '@/components/ui/notices'
import { SectionHeading } from '@/components/ui/section-heading'
import { InlineCode, Text } from '@/components/ui/text'
import { UsageSection } from '@/components/usage/usage-section'
import { formatDuration } from '@/lib/i18n/format'
import { getLocale, getTranslations } from '@/lib/i18n/server'
import type { ApiTokenRow } from '@/shared/api-token-row'
import type { ReachedService } from '@/shared/reach'
import type { TokenUsage } from '@/shared/token-usage'
import { AddToken } from './add-token'
import { AddTokenButton } from './add-token-button'
import { TokenServices } from './token-services'
import { TokenTable } from './token-table'

interface TokensSectionProps {
  tokens: ApiTokenRow[]
  services: ReachedService[]
  /** Of the token, if there is one. */
  usage: TokenUsage | null
  /** The address of this server, for the examples. */
  address: string
  /** For how long after a sign-in a token is accepted; undefined: without limit. */
  needsSignInSeconds: number | undefined
}

const noteId = 'one-token-per-user'

export async function TokensSection(props: TokensSectionProps) {
  const { tokens, services, usage, address, needsSignInSeconds } = props
  const t = await getTranslations('tokens')
  const [token] = tokens
  return (
    <section aria-labelledby="tokens-heading">
      <SectionHeading
        id="tokens-heading"
        title={t('title')}
        about={
          <Text>{t.rich('about', { code: (chunks) => <InlineCode>{chunks}</InlineCode> })}</Text>
        }
        action={token && <OnePerUser />}
      />
      <Card>
        <AddToken
          text={<EmptyText />}
          list={token && <TokenList {...{ tokens, services, needsSignInSeconds }} />}
        />
      </Card>
      {token && <SnippetPanel token={token} address={address} className="mt-8" />}
      {usage && <UsageSection usage={usage} titles={titlesOf(services)} className="mt-8" />}
    </section>
  )
}

const titlesOf = (services: ReachedService[]) =>
  new Map(services.map(({ name, title }) => [name, title]))

/** The button that is disabled while there is a token, with the reason below it. */
async function OnePerUser() {
  const t = await getTranslations('tokens')
  return (
    <div className="grid shrink-0 justify-items-end gap-1.5 max-md:justify-items-start">
      <AddTokenButton inactive aria-describedby={noteId} className="" />
      <p id={noteId} className="text-sm text-balance text-muted md:max-w-68 md:text-right">
        {t('onePerUser')}
      </p>
    </div>
  )
}

async function EmptyText() {
  const t = await getTranslations('tokens')
  return (
    <>
      <BlankCounter />
      <h3 className="mt-2.5 text-lg font-semibold">{t('emptyTitle')}</h3>
      <p className="mt-1.5 mb-4.5 max-w-[46ch] text-muted">{t('emptyText')}</p>
    </>
  )
}

/** While the old secret of the token works. */
function OldSecret({ token }: { token: ApiTokenRow }) {
  if (token.previous_ends_at === null) return null
  return (
    <div className="border-t border-line px-4 py-3.5">
      <PreviousSecret path={`/api/v1/tokens/${token.id}`} token={token} />
    </div>
  )
}

type TokenListProps = Pick<TokensSectionProps, 'tokens' | 'services' | 'needsSignInSeconds'>

async function TokenList({ tokens, services, needsSignInSeconds }: TokenListProps) {
  const [t, locale] = await Promise.all([getTranslations('tokens'), getLocale()])
  return (
    <>
      <TokenTable tokens={tokens} />
      {tokens.map((token) => (
        <OldSecret key={token.id} token={token} />
      ))}
      {tokens.map((token) => (
        <TokenServices key={token.id} token={token} services={services} />
      ))}
      <Note>
        {needsSignInSeconds === undefined
          ? t('neverExpires')
          : t('needsSignIn', { time: formatDuration(needsSignInSeconds, locale) })}
      </Note>
    </>
  )
}
