'use client'

import { startTransition } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { callApi, isProblem } from '@/components/api'
import { Radio } from '@/components/ui/checkbox-and-radio'
import { Dialog } from '@/components/ui/dialog'
import { DialogEnd } from '@/components/ui/dialog-end'
import { Form } from '@/components/ui/form'
import { useRefresh } from '@/components/ui/refresh'
import { isolated, Text } from '@/components/ui/text'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'
import { formatDuration } from '@/lib/i18n/format'

export interface Rotation {
  /** The path of the token in the API. */
  path: string
  /** The name of the token, or of its machine. */
  name: string
  /** The id of the button that copies the new secret. */
  copyButton: string
  /** Called when the secret was replaced. */
  onRotated?: () => void
}

interface RotateDialogProps extends Rotation {
  onEnd: () => void
}

/** In seconds. */
const graces = [0, 3_600, 86_400, 604_800]
const usualGrace = 86_400

/** Replaces the secret of a token, and asks for how long the old one goes on working. */
export function RotateDialog(props: RotateDialogProps) {
  const t = useTranslations('rotation')
  const locale = useLocale()
  const { form, errors, sending, submit } = useRotate(props)
  const cancel = () => !sending && props.onEnd()
  return (
    <Dialog
      title={<Text>{t.rich('title', { name: props.name, bdi: isolated })}</Text>}
      onDismiss={cancel}
    >
      <Form ref={form} onSubmit={submit} className="mt-3">
        <fieldset>
          <legend className="text-muted">{t('keep')}</legend>
          <div className="mt-3 grid gap-2.5">
            {graces.map((seconds) => (
              <div key={seconds} className="flex gap-2.5 max-md:py-1">
                <Radio
                  id={`grace-${seconds}`}
                  name="grace"
                  value={`${seconds}s`}
                  defaultChecked={seconds === usualGrace}
                />
                <label htmlFor={`grace-${seconds}`}>
                  {seconds === 0 ? t('none') : formatDuration(seconds, locale)}
                </label>
              </div>
            ))}
          </div>
        </fieldset>
        <DialogEnd
          error={errors.form}
          busy={sending}
          label={sending ? t('rotating') : t('rotate')}
          onCancel={cancel}
        />
      </Form>
    </Dialog>
  )
}

function useRotate({ path, copyButton, onRotated, onEnd }: RotateDialogProps) {
  const t = useTranslations()
  const refresh = useRefresh()
  const failureText = useFailureText()

  function end(toast: string) {
    startTransition(() => {
      refresh({ toast, focus: copyButton })
      onEnd()
      onRotated?.()
    })
    return null
  }

  return useForm([], async (data) => {
    const result = await callApi('POST', `${path}/rotate`, { grace: data.get('grace') })
    if (result.kind === 'data') return end(t('rotation.rotated'))
    if (isProblem(result, 'not_found')) return end(t('tokens.goneElsewhere'))
    return { form: failureText(result) }
  })
}
