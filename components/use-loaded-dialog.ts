'use client'

import { type ComponentType, useState } from 'react'
import { useNotifier } from '@/components/ui/toaster'
import { useFailureText } from './use-failure-text'

/**
 * A dialog that few people open: its code is loaded when somebody does.
 * @param load imports the dialog
 * @returns the dialog while it is open, or null
 */
export function useLoadedDialog<P>(load: () => Promise<ComponentType<P>>) {
  const failureText = useFailureText()
  const { toast } = useNotifier()
  const [Opened, setOpened] = useState<ComponentType<P> | null>(null)

  async function open() {
    try {
      const Dialog = await load()
      setOpened(() => Dialog)
    } catch {
      toast(failureText({ kind: 'network' }))
    }
  }

  return { Opened, open, close: () => setOpened(null) }
}
