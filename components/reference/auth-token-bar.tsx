'use client'

import { useState } from 'react'
import type { SwaggerUi } from 'swagger-ui-dist/swagger-ui-es-bundle.js'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/api'
import { CheckIcon, InfoIcon, KeyIcon } from '@/components/icons'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Text } from '@/components/ui/text'
import { ExactTime } from '@/components/ui/time'
import { useFailureText } from '@/components/use-failure-text'
import type { IssuedAuthToken } from '@/shared/issued-auth-token'

/**
 * "Try it out" acts as the signed-in user from the start; with their auth token, it does so as a
 * program would.
 */
export function AuthTokenBar({ swaggerUi }: { swaggerUi: SwaggerUi | null }) {
  const t = useTranslations('reference')
  const failureText = useFailureText()
  const [expiresAt, setExpiresAt] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)

  async function presentAuthToken() {
    const result = await callApi<IssuedAuthToken>('POST', '/api/v1/auth/token')
    if (result.kind !== 'data') return setFault(failureText(result))
    setFault(null)
    swaggerUi?.preauthorizeApiKey('authToken', result.data.token)
    setExpiresAt(result.data.expires_at)
  }

  return (
    <Card className="mb-6 flex items-center justify-between gap-x-6 gap-y-3 px-4 py-3 max-md:flex-col max-md:items-start">
      <p role="status" className="flex gap-2 text-muted">
        {expiresAt ? <CheckIcon className="mt-0.5 text-ok" /> : <InfoIcon className="mt-0.5" />}
        <span>
          <Text>
            {fault ??
              (expiresAt
                ? t.rich('authTokenInUse', { time: () => <ExactTime at={expiresAt} /> })
                : t('tryIt'))}
          </Text>
        </span>
      </p>
      <Button
        size="small"
        inactive={swaggerUi === null}
        onClick={presentAuthToken}
        className="shrink-0"
      >
        <KeyIcon />
        <Text>{t('useAuthToken')}</Text>
      </Button>
    </Card>
  )
}
