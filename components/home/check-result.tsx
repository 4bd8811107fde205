'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { CheckIcon, CrossIcon } from '@/components/icons'
import { isolated, Text, Verbatim } from '@/components/ui/text'
import { ExactTime } from '@/components/ui/time'
import type { Introspection } from '@/shared/introspection'
import type { Checked } from './use-check-token'

export function CheckResult({ answer, mistakes }: Checked) {
  const t = useTranslations('check')
  const hints = useTranslations('mistake')
  if (!answer.active) {
    return (
      <div className="border-t border-line px-4 py-3.5">
        <p className="flex items-center gap-2 font-semibold text-danger">
          <CrossIcon />
          <Text>{t('inactive')}</Text>
        </p>
        {mistakes.length > 0 && (
          <p className="mt-0.5">{mistakes.map((mistake) => hints(mistake)).join(' ')}</p>
        )}
        <p className="mt-0.5 text-muted">{t('inactiveText')}</p>
      </div>
    )
  }
  return (
    <div className="border-t border-line px-4 py-3.5">
      <p className="flex items-center gap-2 font-semibold text-ok">
        <CheckIcon />
        <Text>{t('active')}</Text>
      </p>
      <CheckFacts answer={answer} />
    </div>
  )
}

function CheckFacts({ answer }: { answer: Introspection & { active: true } }) {
  const t = useTranslations('check')
  const isApiToken = answer.token_type === 'api_token'
  return (
    <dl className="mt-2.5 grid gap-x-6 gap-y-1.5 md:grid-cols-[max-content_minmax(0,1fr)]">
      <Fact term={t('kind')}>{isApiToken ? t('apiToken') : t('authToken')}</Fact>
      {answer.token_name && <Fact term={t('name')}>{isolated(answer.token_name)}</Fact>}
      <Fact term={t('owner')}>
        {answer.name && isolated(answer.name)}
        <Verbatim>{answer.name ? ` (${answer.username})` : answer.username}</Verbatim>
      </Fact>
      <Fact term={t('issued')}>
        <ExactTime at={toIso(answer.iat)} />
      </Fact>
      <Fact term={t('ends')}>
        {answer.exp ? (
          <>
            <ExactTime at={toIso(answer.exp)} />
            <Text>{` ${t('endsOrLogout')}`}</Text>
          </>
        ) : (
          t('endsNever')
        )}
      </Fact>
    </dl>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted max-md:-mb-1.5 max-md:text-sm">{term}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </>
  )
}

function toIso(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
