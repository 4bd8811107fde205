'use client'

import { useTranslations } from 'use-intl'
import { passkeysHeadingId } from '@/components/focus-targets'
import { usePasskeys } from '@/components/passkey-ceremony'
import { Card } from '@/components/ui/card'
import { isolated, Text, Verbatim } from '@/components/ui/text'
import { ExactTime } from '@/components/ui/time'
import type { PasskeyRow } from '@/shared/passkey-row'
import { AddPasskey } from './add-passkey'
import { Remove } from './remove'
import { RenamePasskey } from './rename-passkey'

interface PasskeysProps {
  passkeys: PasskeyRow[]
  /** The relying party's id; null where there are no passkeys. */
  host: string | null
  hasPassword: boolean
}

export function Passkeys({ passkeys, host, hasPassword }: PasskeysProps) {
  const t = useTranslations('security')
  const isHere = usePasskeys(host)
  const means = { password: hasPassword, passkey: isHere && passkeys.length > 0 }
  return (
    <div className="grid gap-4">
      {passkeys.length === 0 ? (
        isHere && <p>{t('passkeysNone')}</p>
      ) : (
        <Card>
          <ul aria-label={t('passkeysTitle')} className="divide-y divide-line">
            {passkeys.map((passkey) => (
              <li key={passkey.id} className="grid gap-2.5 px-4 py-3.5">
                <div>
                  <p className="font-semibold [overflow-wrap:anywhere]">
                    <Verbatim>{passkey.name}</Verbatim>
                  </p>
                  <PasskeyTimes passkey={passkey} />
                </div>
                <div className="flex gap-2 max-md:*:flex-1">
                  <RenamePasskey passkey={passkey} />
                  <Remove
                    means={means}
                    path={`/api/v1/passkeys/${passkey.id}`}
                    label={t('remove')}
                    size="small"
                    title={
                      <Text>
                        {t.rich('passkeyRemoveTitle', { name: passkey.name, bdi: isolated })}
                      </Text>
                    }
                    warning={t('passkeyRemoveWarning')}
                    action={t('remove')}
                    toast={t('passkeyRemoved')}
                    focus={passkeysHeadingId}
                  />
                </div>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {isHere ? <AddPasskey means={means} /> : <p className="text-muted">{t('passkeysNotHere')}</p>}
    </div>
  )
}

function PasskeyTimes({ passkey }: { passkey: PasskeyRow }) {
  const t = useTranslations('security')
  return (
    <p className="text-sm text-muted">
      <Text>
        {t.rich('passkeyAdded', { time: () => <ExactTime at={passkey.created_at} /> })}
        {' · '}
        {passkey.last_used_at
          ? t.rich('passkeyUsed', {
              time: () => <ExactTime at={passkey.last_used_at ?? ''} />,
            })
          : t('passkeyNeverUsed')}
      </Text>
    </p>
  )
}
