'use client'

import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, type Failure, faultyField, isProblem } from '@/components/api'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useFailureText } from '@/components/use-failure-text'
import type { ApiTokenRow } from '@/shared/api-token-row'
import { maxNameLength } from '@/shared/limits'
import { keepName, takeKeptName } from './kept-name'

interface AddTokenFormProps {
  /** The field's initial value. */
  name: string
  onCreated: (token: ApiTokenRow) => void
  /** Called when there is already a token. Returns whether the list now shows it. */
  onTaken: () => Promise<boolean>
  onCancel: () => void
}

/** Enter saves and Escape cancels; the input is kept until it is saved. */
export function AddTokenForm(props: AddTokenFormProps) {
  const t = useTranslations('tokens')
  const common = useTranslations('common')
  const { field, error, saving, save } = useSaveToken(props)

  function cancelOnEscape(event: KeyboardEvent) {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) props.onCancel()
  }

  return (
    <Form onSubmit={save} onKeyDown={cancelOnEscape} className="max-w-xl p-4">
      <Field
        ref={field}
        name="name"
        defaultValue={props.name}
        label={t('nameLabel')}
        hint={t('nameHint')}
        error={error}
        autoComplete="off"
        autoFocus
        action={
          <div className="flex gap-2 max-md:*:flex-1">
            <Button type="submit" variant="primary" inactive={saving}>
              {saving ? common('saving') : common('save')}
            </Button>
            <Button onClick={props.onCancel}>{common('cancel')}</Button>
          </div>
        }
      />
    </Form>
  )
}

function useSaveToken({ onCreated, onTaken }: AddTokenFormProps) {
  const field = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string>()
  const [saving, setSaving] = useState(false)
  const nameError = useNameError()

  function refuse(words: string) {
    setError(words)
    setSaving(false)
    field.current?.focus()
  }

  async function save(event: FormEvent) {
    event.preventDefault()
    if (saving) return
    const name = field.current?.value.trim() ?? ''
    if (!name) return refuse(nameError())
    setError(undefined)
    setSaving(true)
    keepName(name)
    const result = await callApi<ApiTokenRow>('POST', '/api/v1/tokens', { name })
    takeKeptName()
    if (result.kind === 'data') return onCreated(result.data)
    if (isProblem(result, 'token_exists') && (await onTaken())) return
    refuse(nameError(result))
  }

  return { field, error, saving, save }
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
