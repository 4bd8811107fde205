'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { EndDialog } from '@/components/end-dialog'
import { previousSecretId, rotateButtonId } from '@/components/focus-targets'
import { Button } from '@/components/ui/button'
import { Text } from '@/components/ui/text'
import { ExactTime, RelativeTime } from '@/components/ui/time'
import type { ApiTokenRow } from '@/shared/api-token-row'

interface PreviousSecretProps {
  /** The path of the token in the API. */
  path: string
  token: ApiTokenRow
  /** Called when the old secret has ended. */
  onEnded?: () => void
}

/**
 * Until when the old secret of a token works, whether it is still used, and the button that ends
 * it.
 */
export function PreviousSecret({ path, token, onEnded }: PreviousSecretProps) {
  const t = useTranslations('rotation')
  const [asking, setAsking] = useState(false)
  const { previous_ends_at: endsAt } = token
  if (endsAt === null) return null
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div id={previousSecretId} className="min-w-0 grow basis-64">
        <p>
          <Text>{t.rich('until', { time: () => <EndTime at={endsAt} /> })}</Text>
        </p>
        <LastUse token={token} />
      </div>
      <Button
        size="small"
        variant="danger"
        aria-haspopup="dialog"
        className="max-md:grow"
        onClick={() => setAsking(true)}
      >
        {t('end')}
      </Button>
      {asking && (
        <EndDialog
          path={`${path}/previous`}
          title={t('endTitle')}
          warning={t('endWarning')}
          label={t('endNow')}
          ending={t('ending')}
          toast={t('ended')}
          goneToast={t('endedElsewhere')}
          focus={rotateButtonId}
          onEnd={() => setAsking(false)}
          onDone={onEnded}
        />
      )}
    </div>
  )
}

const EndTime = ({ at }: { at: string }) => (
  <span className="whitespace-nowrap">
    <ExactTime at={at} />
  </span>
)

function LastUse({ token }: { token: ApiTokenRow }) {
  const t = useTranslations('rotation')
  const { previous_last_used_at: usedAt, previous_last_used_by: service } = token
  const style = 'text-sm text-muted [overflow-wrap:anywhere]'
  if (usedAt === null) return <p className={style}>{t('unused')}</p>
  const time = () => <RelativeTime at={usedAt} />
  return (
    <p className={style}>
      <Text>
        {service
          ? t.rich('usedAt', { time, service: () => <bdi translate="no">{service}</bdi> })
          : t.rich('used', { time })}
      </Text>
    </p>
  )
}
