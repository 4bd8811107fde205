'use client'

import { startTransition } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, type Failure, isProblem } from '@/components/api'
import { groupsHeadingId } from '@/components/focus-targets'
import { useRefresh } from '@/components/ui/refresh'

interface Options {
  id: string
  name: string
  onEnd: () => void
}

/** Sends a change of a group. */
export function useGroupCall({ id, name, onEnd }: Options) {
  const t = useTranslations('groups')
  const refresh = useRefresh()

  /**
   * @param report shown with the changed page
   * @returns the failure; null when the page shows the change, also one that was made elsewhere
   */
  return async (
    body: Record<string, unknown>,
    report: Parameters<typeof refresh>[0],
  ): Promise<Failure | null> => {
    const result = await callApi('PATCH', `/api/v1/groups/${id}`, body)
    const isGone = result.kind !== 'data' && isProblem(result, 'not_found')
    if (result.kind !== 'data' && !isGone) return result
    const gone = { toast: t('goneElsewhere', { name }), focus: groupsHeadingId }
    startTransition(() => {
      refresh(isGone ? gone : report)
      onEnd()
    })
    return null
  }
}
