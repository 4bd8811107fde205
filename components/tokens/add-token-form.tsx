'use client'

import { type KeyboardEvent, startTransition } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, type Failure, faultyField, isProblem } from '@/components/api'
import { addTokenButtonId } from '@/components/focus-targets'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useRefresh } from '@/components/ui/refresh'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'
import { maxNameLength } from '@/shared/limits'
import { copyButtonId } from './copy-token-button'
import { keepName, takeKeptName } from './kept-name'

interface AddTokenFormProps {
  /** The field's initial value. */
  name: string
  /** Called in the transition that shows the list: there is a token. */
  onEnd: () => void
  onCancel: () => void
}

/** Enter saves and Escape cancels; the input is kept until it is saved. */
export function AddTokenForm(props: AddTokenFormProps) {
  const t = useTranslations('tokens')
  const common = useTranslations('common')
  const { form, errors, sending, submit } = useSaveToken(props)

  function cancelOnEscape(event: KeyboardEvent) {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) props.onCancel()
  }

  return (
    <Form ref={form} onSubmit={submit} onKeyDown={cancelOnEscape} className="max-w-xl p-4">
      <Field
        name="name"
        defaultValue={props.name}
        label={t('nameLabel')}
        hint={t('nameHint')}
        error={errors.name}
        autoComplete="off"
        autoFocus
        action={
          <div className="flex gap-2 max-md:*:flex-1">
            <Button type="submit" variant="primary" inactive={sending}>
              {sending ? common('saving') : common('save')}
            </Button>
            <Button onClick={props.onCancel}>{common('cancel')}</Button>
          </div>
        }
      />
    </Form>
  )
}

function useSaveToken({ onEnd }: AddTokenFormProps) {
  const t = useTranslations('tokens')
  const refresh = useRefresh()
  const nameError = useNameError()

  function end(report: Parameters<typeof refresh>[0]) {
    startTransition(() => {
      refresh(report)
      onEnd()
    })
    return null
  }

  return useForm(['name'], async (data) => {
    const name = String(data.get('name')).trim()
    if (!name) return { name: nameError() }
    keepName(name)
    const result = await callApi('POST', '/api/v1/tokens', { name })
    takeKeptName()
    if (result.kind === 'data') return end({ toast: t('created'), focus: copyButtonId })
    if (isProblem(result, 'token_exists'))
      return end({ toast: t('onePerUser'), focus: addTokenButtonId })
    return { name: nameError(result) }
  })
}

function useNameError() {
  const t = useTranslations('tokens')
  const failureText = useFailureText()
  return (failure?: Failure) => {
    if (!failure) return t('nameMissing')
    return faultyField(failure, 'name')
      ? t('nameInvalid', { max: maxNameLength })
      : failureText(failure)
  }
}
