'use client'

import { type ReactNode, startTransition } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, isProblem } from '@/components/api'
import { addTokenButtonId, chooseButtonId } from '@/components/focus-targets'
import { Checkbox, Radio } from '@/components/ui/checkbox-and-radio'
import { Dialog } from '@/components/ui/dialog'
import { DialogEnd } from '@/components/ui/dialog-end'
import { Form } from '@/components/ui/form'
import { useRefresh } from '@/components/ui/refresh'
import { isolated, Text } from '@/components/ui/text'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'
import type { ApiTokenRow } from '@/shared/api-token-row'

/** A service that may be on the token's list. */
export interface ServiceChoice {
  name: string
  title: string
}

interface ChooseServicesDialogProps {
  token: Pick<ApiTokenRow, 'id' | 'name' | 'services'>
  choices: ServiceChoice[]
  onEnd: () => void
}

/** All services, or some: the boxes are there while "some" is chosen. */
export function ChooseServicesDialog({ token, choices, onEnd }: ChooseServicesDialogProps) {
  const t = useTranslations('whereGood')
  const common = useTranslations('common')
  const { form, errors, sending, submit } = useSaveServices(token.id, onEnd)
  const cancel = () => !sending && onEnd()
  return (
    <Dialog
      title={<Text>{t.rich('dialogTitle', { name: token.name, bdi: isolated })}</Text>}
      onDismiss={cancel}
    >
      <Form ref={form} onSubmit={submit} className="group mt-4">
        <div className="grid gap-3.5">
          <Option value="all" isChosen={token.services === null} hint={t('allHint')}>
            {t('all')}
          </Option>
          <Option value="some" isChosen={token.services !== null} hint={t('someHint')}>
            {t('some')}
          </Option>
        </div>
        <fieldset className="mt-3 hidden max-h-60 overflow-y-auto rounded-m border border-line px-3 py-1.5 group-has-[[value=some]:checked]:block">
          <legend className="sr-only">{t('services')}</legend>
          {choices.length === 0 && <p className="py-1.5 text-muted">{t('noneLeft')}</p>}
          {choices.map(({ name, title }) => (
            <div key={name} className="py-1.5 max-md:py-2.5">
              <Checkbox name="service" value={name} defaultChecked={token.services?.includes(name)}>
                <span translate="no" className="min-w-0 [overflow-wrap:anywhere]">
                  {title}
                </span>
              </Checkbox>
            </div>
          ))}
        </fieldset>
        <DialogEnd
          error={errors.form}
          busy={sending}
          label={sending ? common('saving') : common('save')}
          onCancel={cancel}
        />
      </Form>
    </Dialog>
  )
}

interface OptionProps {
  value: 'all' | 'some'
  isChosen: boolean
  hint: string
  children: ReactNode
}

function Option({ value, isChosen, hint, children }: OptionProps) {
  const id = `where-${value}`
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
      <Radio
        id={id}
        name="where"
        value={value}
        defaultChecked={isChosen}
        aria-describedby={`${id}-hint`}
      />
      <label htmlFor={id} className="font-medium">
        {children}
      </label>
      <p id={`${id}-hint`} className="col-start-2 text-sm text-muted">
        {hint}
      </p>
    </div>
  )
}

function useSaveServices(id: string, onEnd: () => void) {
  const t = useTranslations('whereGood')
  const tokens = useTranslations('tokens')
  const refresh = useRefresh()
  const failureText = useFailureText()

  function end(toast: string, focus: string) {
    startTransition(() => {
      refresh({ toast, focus })
      onEnd()
    })
    return null
  }

  function savedText(count: number | undefined): string {
    if (count === undefined) return t('savedAll')
    return count === 0 ? t('savedNone') : t('savedSome', { count })
  }

  return useForm([], async (data) => {
    const services = data.get('where') === 'all' ? null : data.getAll('service')
    const result = await callApi('PATCH', `/api/v1/tokens/${id}`, { services })
    if (result.kind === 'data') return end(savedText(services?.length), chooseButtonId)
    if (isProblem(result, 'not_found')) return end(tokens('goneElsewhere'), addTokenButtonId)
    return { form: isProblem(result, 'input_invalid') ? t('serviceGone') : failureText(result) }
  })
}
