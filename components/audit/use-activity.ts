'use client'

import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/api'
import { useNotifier } from '@/components/ui/toaster'
import { useFailureText } from '@/components/use-failure-text'
import type { ActivityPage, ActivityRow } from '@/shared/audit-row'

interface Answer {
  list: ActivityRow[]
  next_cursor: string | null
}

/** The rows on screen, and a function that loads more of them. */
export function useActivity(firstPage: ActivityPage) {
  const t = useTranslations('activity')
  const { announce, toast } = useNotifier()
  const failureText = useFailureText()
  const [page, setPage] = useState(firstPage)
  const [known, setKnown] = useState(firstPage)
  const [isLoading, setLoading] = useState(false)
  /** The first of the rows that were loaded last. */
  const [newest, setNewest] = useState<string>()
  const newestRef = useRef<HTMLTableRowElement>(null)
  if (known !== firstPage) {
    setKnown(firstPage)
    setPage((now) => renew(now, firstPage))
  }

  /** Focuses the first new row, whether or not a button follows the last one. */
  function show({ list, next_cursor: next }: Answer, asked: string | null) {
    flushSync(() => {
      // If the rows were replaced meanwhile, the new ones no longer follow them.
      setPage((now) => (now.next === asked ? { rows: [...now.rows, ...list], next } : now))
      setNewest(list[0]?.id)
      setLoading(false)
    })
    newestRef.current?.focus({ preventScroll: true })
    announce(t('loaded', { count: list.length }))
  }

  async function loadMore() {
    setLoading(true)
    const asked = page.next
    const result = await callApi<Answer>('GET', `/api/v1/activity?cursor=${asked}`)
    if (result.kind === 'data') return show(result.data, asked)
    setLoading(false)
    toast(failureText(result))
  }

  return { rows: page.rows, hasMore: page.next !== null, isLoading, loadMore, newest, newestRef }
}

/**
 * The newest rows, followed by the older ones that were loaded; without those if rows between the
 * two are unknown.
 */
function renew(now: ActivityPage, first: ActivityPage): ActivityPage {
  const last = first.rows.at(-1)?.id
  const older = now.rows.slice(now.rows.findIndex(({ id }) => id === last)).slice(1)
  return older.length > 0 ? { rows: [...first.rows, ...older], next: now.next } : first
}
