'use client'

import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { providerHeadingId } from '@/components/focus-targets'
import { FieldError } from '@/components/ui/notices'
import { Text } from '@/components/ui/text'
import { LocalDate } from '@/components/ui/time'
import type { ConnectedProvider as Connection, OpenIdFault } from '@/shared/openid'
import { ConnectProvider } from './connect-provider'
import { Remove } from './remove'
import { type MeansProps, useMeans } from './use-means'

interface ConnectedProviderProps extends MeansProps {
  connection: Connection
  /** Why the last attempt to connect failed. */
  fault: OpenIdFault | null
}

/** The connection with the OpenID provider, to be made or ended. */
export function ConnectedProvider({ connection, fault, ...factors }: ConnectedProviderProps) {
  const t = useTranslations('openid')
  const means = useMeans(factors)
  useScrollHere()
  const { name, connected_at: connectedAt } = connection
  if (connectedAt === null)
    return (
      <div className="grid gap-3">
        <p>{t('notConnected', { name })}</p>
        {fault && <FieldError>{t(`fault.${fault}`, { name })}</FieldError>}
        <ConnectProvider name={name} means={means} />
      </div>
    )
  const isOnlySignInMethod = !factors.hasPassword && !factors.hasPasskeys
  return (
    <div className="grid gap-3">
      <p>
        <Text>{t.rich('connectedSince', { name, date: () => <Since at={connectedAt} /> })}</Text>
      </p>
      {isOnlySignInMethod ? (
        <p className="text-muted">{t('onlyWayIn')}</p>
      ) : (
        <Remove
          means={means}
          path="/api/v1/auth/oidc/connection"
          label={t('disconnect')}
          title={t('disconnectTitle', { name })}
          warning={t('disconnectWarning')}
          action={t('disconnect')}
          toast={t('disconnected')}
          focus={providerHeadingId}
        />
      )}
    </div>
  )
}

const Since = ({ at }: { at: string }) => (
  <span className="whitespace-nowrap">
    <LocalDate at={at} />
  </span>
)

/**
 * Shows this section to a user who comes back from the provider. The browser has scrolled before
 * the sections above it had their full height.
 */
function useScrollHere(): void {
  useEffect(() => {
    if (location.hash === `#${providerHeadingId}`)
      document.getElementById(providerHeadingId)?.scrollIntoView()
  }, [])
}
