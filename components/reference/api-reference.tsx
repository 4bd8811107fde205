'use client'

import './reference.css'

import { useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Skeleton } from '@/components/ui/skeleton'
import { AuthTokenBar } from './auth-token-bar'
import { useSwaggerUi } from './use-swagger-ui'

/**
 * The OpenAPI document, rendered by Swagger UI. Its output is in English, like the document, and is
 * not translated: Swagger UI's React would fail on translated nodes.
 */
export function ApiReference({ isSignedIn }: { isSignedIn: boolean }) {
  const t = useTranslations('reference')
  const frame = useRef<HTMLDivElement>(null)
  const { state, swaggerUi } = useSwaggerUi(frame)
  return (
    <>
      {isSignedIn && <AuthTokenBar swaggerUi={swaggerUi} />}
      {state === 'loading' && (
        <div role="status">
          <span className="sr-only">{t('loading')}</span>
          {[0, 1, 2, 3, 4, 5].map((row) => (
            <Skeleton key={row} className="mb-2.5 h-10 w-full" />
          ))}
        </div>
      )}
      {state === 'failed' && <p role="alert">{t('failed')}</p>}
      <div ref={frame} lang="en" translate="no" className="api-reference" />
    </>
  )
}
