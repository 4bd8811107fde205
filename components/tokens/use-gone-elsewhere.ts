'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'use-intl'
import { useNotifier } from '@/components/ui/toaster'

/** For a token that turns out to be deleted: says so, and refreshes the page. */
export function useGoneElsewhere(): () => void {
  const t = useTranslations('tokens')
  const router = useRouter()
  const { toast } = useNotifier()
  return () => {
    toast(t('goneElsewhere'))
    router.refresh()
  }
}
