'use client'

import { useTranslations } from 'use-intl'
import { callApi, isProblem } from '@/components/api'
import { addTokenButtonId } from '@/components/focus-targets'
import { useRefresh } from '@/components/ui/refresh'
import { useNotifier } from '@/components/ui/toaster'
import { useCopy } from '@/components/use-copy'
import { useFailureText } from '@/components/use-failure-text'
import { rememberCopied } from './copied-token'

interface CopySecretOptions {
  id: string
  /** The clipboard could not be written: show the text instead. */
  onRefused: (text: string) => void
}

/** Fetches the token's secret within the click, and copies it or a text made from it. */
export function useCopySecret({ id, onRefused }: CopySecretOptions) {
  const t = useTranslations()
  const refresh = useRefresh()
  const { toast, announce } = useNotifier()
  const failureText = useFailureText()
  const { state, copy } = useCopy({
    onRefused,
    onFailure: (failure) =>
      isProblem(failure, 'not_found')
        ? refresh({ toast: t('tokens.goneElsewhere'), focus: addTokenButtonId })
        : toast(failureText(failure)),
  })

  async function copySecret(write: (secret: string) => string = (secret) => secret) {
    const copied = await copy(
      callApi<{ token: string }>('GET', `/api/v1/tokens/${id}/secret`).then((result) =>
        result.kind === 'data' ? { kind: 'data', data: write(result.data.token) } : result,
      ),
    )
    if (!copied) return
    rememberCopied(id)
    announce(t('common.copied'))
  }

  return { state, copySecret }
}
