'use client'

import { useState } from 'react'
import { type ApiResult, isProblem } from '@/components/api'
import { ConfirmDialog, type Means } from './confirm-dialog'

/**
 * Runs calls of the API that need a confirmation of the last ten minutes. If it is missing, a
 * dialog asks for it, and the call is made again.
 */
export function useConfirmed(means: Means) {
  const [answer, setAnswer] = useState<(isConfirmed: boolean) => void>()

  /** @returns null when the user has not confirmed */
  async function run<T>(call: () => Promise<ApiResult<T>>): Promise<ApiResult<T> | null> {
    const result = await call()
    if (result.kind === 'data' || !isProblem(result, 'confirmation_required')) return result
    const isConfirmed = await new Promise<boolean>((resolve) => setAnswer(() => resolve))
    setAnswer(undefined)
    return isConfirmed ? call() : null
  }

  return { run, dialog: answer && <ConfirmDialog means={means} onDone={answer} /> }
}
