'use client'

import { type FormEvent, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/api'
import { useFailureText } from '@/components/use-failure-text'
import type { Introspection } from '@/shared/introspection'
import { inspectToken, type Mistake } from '@/shared/token-mistakes'

/** The description of a token, and the mistakes in the form of a text that is not one. */
export interface Checked {
  answer: Introspection
  mistakes: Mistake[]
}

export function useCheckToken() {
  const t = useTranslations('check')
  const failureText = useFailureText()
  const field = useRef<HTMLInputElement>(null)
  const [checked, setChecked] = useState<Checked | null>(null)
  const [error, setError] = useState<string>()
  const [checking, setChecking] = useState(false)

  async function check(event: FormEvent) {
    event.preventDefault()
    if (checking) return
    const token = field.current?.value.trim() ?? ''
    setChecked(null)
    setError(token ? undefined : t('missing'))
    if (!token) return field.current?.focus()
    setChecking(true)
    const body = new URLSearchParams({ token })
    const result = await callApi<Introspection>('POST', '/api/v1/introspect', body)
    setChecking(false)
    if (result.kind === 'data')
      setChecked({ answer: result.data, mistakes: inspectToken(token).mistakes })
    else setError(failureText(result))
  }

  return { field, checked, error, checking, check }
}
