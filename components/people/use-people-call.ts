'use client'

import { startTransition, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, type Failure, isProblem } from '@/components/api'
import { peopleHeadingId } from '@/components/focus-targets'
import { useRefresh } from '@/components/ui/refresh'
import { useFailureText } from '@/components/use-failure-text'
import { type Named, nameOf } from './name-of'

interface Call {
  method: 'POST' | 'PATCH' | 'DELETE'
  /** Below the user: `/token`. */
  path?: string
  body?: Record<string, unknown>
}

/**
 * Sends one call about a user at a time. If the user or the token was changed elsewhere meanwhile,
 * the page shows it, and the dialog closes.
 */
export function usePeopleCall(person: Named, onEnd: () => void) {
  const t = useTranslations('people')
  const refresh = useRefresh()
  const failureText = useFailureText()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)

  function fail(failure: Failure) {
    if (isProblem(failure, 'not_found') || isProblem(failure, 'token_exists'))
      return startTransition(() => {
        refresh({ toast: t('changedElsewhere', { name: nameOf(person) }), focus: peopleHeadingId })
        onEnd()
      })
    setBusy(false)
    setError(failureText(failure))
  }

  /** @param onDone called in the transition that shows the change */
  async function call<T>({ method, path = '', body }: Call, onDone: (answer: T) => void) {
    if (busy) return
    setBusy(true)
    setError(undefined)
    const result = await callApi<T>(method, `/api/v1/users/${person.id}${path}`, body)
    if (result.kind !== 'data') return fail(result)
    startTransition(() => {
      onDone(result.data)
      setBusy(false)
    })
  }

  return { error, busy, call, refresh }
}
