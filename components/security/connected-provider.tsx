'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/api'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field-error'
import { LocalDate } from '@/components/ui/local-date'
import { useRefresh } from '@/components/ui/refresh'
import { useNotifier } from '@/components/ui/toaster'
import { useFailureText } from '@/components/use-failure-text'
import type { ConnectedProvider as Connection } from '@/shared/connected-provider'
import type { OpenIdFault } from '@/shared/openid-fault'

const path = '/api/v1/auth/oidc/connection'
const headingId = 'connected-provider'

interface ConnectedProviderProps {
  connection: Connection
  /** Why the last attempt to connect failed. */
  fault: OpenIdFault | null
}

/** The connection with the OpenID provider, to be made or ended. */
export function ConnectedProvider({ connection, fault }: ConnectedProviderProps) {
  const t = useTranslations('openid')
  const { name, connected_at: connectedAt } = connection
  const { busy, connect, disconnect } = useConnection()
  return (
    <div className="grid gap-3">
      <p id={headingId} tabIndex={-1}>
        {connectedAt === null
          ? t('notConnected', { name })
          : t.rich('connectedSince', { name, date: () => <LocalDate at={connectedAt} /> })}
      </p>
      {fault && <FieldError>{t(`fault.${fault}`, { name })}</FieldError>}
      {connectedAt === null ? (
        <Button onClick={connect} inactive={busy} className="justify-self-start max-md:w-full">
          {t('connect', { name })}
        </Button>
      ) : (
        <Button
          variant="danger"
          onClick={disconnect}
          inactive={busy}
          className="justify-self-start max-md:w-full"
        >
          {t('disconnect')}
        </Button>
      )}
    </div>
  )
}

function useConnection() {
  const t = useTranslations('openid')
  const refresh = useRefresh()
  const { toast } = useNotifier()
  const failureText = useFailureText()
  const [busy, setBusy] = useState(false)

  async function connect() {
    setBusy(true)
    const result = await callApi<{ url: string }>('POST', path)
    if (result.kind === 'data') return location.assign(result.data.url)
    setBusy(false)
    toast(failureText(result))
  }

  async function disconnect() {
    setBusy(true)
    const result = await callApi('DELETE', path)
    setBusy(false)
    if (result.kind === 'data') return refresh({ toast: t('disconnected'), focus: headingId })
    toast(failureText(result))
  }

  return { busy, connect, disconnect }
}
