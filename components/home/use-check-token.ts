'use client'

import { type FormEvent, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/api'
import { useFailureText } from '@/components/use-failure-text'
import type { Introspection } from '@/lib/auth/introspection'

export function useCheckToken() {
  const t = useTranslations('check')
  const failureText = useFailureText()
  const field = useRef<HTMLInputElement>(null)
  const [answer, setAnswer] = useState<Introspection | null>(null)
  const [error, setError] = useState<string>()
  const [checking, setChecking] = useState(false)

  async function check(event: FormEvent) {
    event.preventDefault()
    if (checking) return
    const token = field.current?.value.trim() ?? ''
    setAnswer(null)
    setError(token ? undefined : t('missing'))
    if (!token) return field.current?.focus()
    setChecking(true)
    const body = new URLSearchParams({ token })
    const result = await callApi<Introspection>('POST', '/api/v1/introspect', body)
    setChecking(false)
    if (result.kind === 'data') setAnswer(result.data)
    else setError(failureText(result))
  }

  return { field, answer, error, checking, check }
}
