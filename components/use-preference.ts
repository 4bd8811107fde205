'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import type { Language, Theme } from '@/shared/preferences'
import { callApi } from './api'
import { useNotifier } from './ui/toaster'
import { useFailureText } from './use-failure-text'

type Preference = { theme: Theme } | { language: Language | null }

/**
 * Stores a preference in the account, then refreshes the page. A theme is shown at once, before the
 * server answers.
 */
export function usePreference(): (preference: Preference) => Promise<boolean> {
  const router = useRouter()
  const { toast } = useNotifier()
  const failureText = useFailureText()

  return async (preference) => {
    const undo = 'theme' in preference ? showTheme(preference.theme) : () => {}
    const result = await callApi('PATCH', '/api/v1/user/profile', preference)
    if (result.kind === 'data') startTransition(() => router.refresh())
    else {
      undo()
      toast(failureText(result))
    }
    return result.kind === 'data'
  }
}

/** @returns a function that restores the previous theme */
function showTheme(theme: Theme): () => void {
  const { dataset } = document.documentElement
  const { theme: before } = dataset
  dataset.theme = theme
  return () => {
    dataset.theme = before
  }
}
