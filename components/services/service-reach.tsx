import Link from 'next/link'
import type { ReactNode } from 'react'
import { AlertIcon, CheckIcon, InfoIcon } from '@/components/icons'
import { Text } from '@/components/ui/text'
import { getTranslations } from '@/lib/i18n/server'
import type { Reach } from '@/shared/reach'

/** Says whether a service accepts the user's own token; if not, why, and where to change it. */
export async function ServiceReach({ reach }: { reach: Reach }) {
  const t = await getTranslations('services')
  if (reach === 'reached')
    return (
      <p className="mt-2.5 flex gap-1.5 text-ok">
        <CheckIcon className="mt-[3px]" />
        <span>{t('reach.reached')}</span>
      </p>
    )
  return (
    <p className="mt-2.5 flex gap-1.5 text-muted">
      {reach === 'no_token' ? (
        <InfoIcon className="mt-[3px]" />
      ) : (
        <AlertIcon className="mt-[3px]" />
      )}
      <span>
        <Text>{t.rich(`reach.${reach}`, { link: toTokens })}</Text>
      </span>
    </p>
  )
}

const toTokens = (words: ReactNode) => (
  <Link
    href="/account/tokens"
    prefetch={false}
    className="font-medium text-ink underline decoration-line-strong underline-offset-3 hover:decoration-current"
  >
    {words}
  </Link>
)
