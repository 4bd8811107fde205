'use client'

import { startTransition } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, type Failure, faultyField, isProblem } from '@/components/api'
import { readGroups } from '@/components/people/person-fields'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'
import type { FormErrors } from '@/components/use-form-errors'
import { maxNameLength } from '@/shared/limits'
import type { ServiceRow } from '@/shared/service-row'

type FieldName = 'name' | 'title' | 'url' | 'groups'

interface ServiceForm {
  /** The service to change; without one, another is added. */
  service?: ServiceRow
  onDone: (service: ServiceRow) => void
  onGone?: () => void
}

/** The form of a service: it keeps what was typed until the server has taken it. */
export function useServiceForm({ service, onDone, onGone }: ServiceForm) {
  const t = useTranslations('services')
  const errorsOf = useErrorsOf()
  return useForm<FieldName>(['name', 'title', 'url', 'groups'], async (data) => {
    const values = readService(data)
    if (!values.name) return { name: t('nameMissing') }
    const result = await (service
      ? callApi<ServiceRow>('PATCH', `/api/v1/services/${service.name}`, values)
      : callApi<ServiceRow>('POST', '/api/v1/services', values))
    if (result.kind === 'data') startTransition(() => onDone(result.data))
    else if (onGone && isProblem(result, 'not_found')) startTransition(onGone)
    else return errorsOf(result)
    return null
  })
}

/** Reads the form as the API takes it. */
function readService(data: FormData) {
  const text = (name: string) => String(data.get(name) ?? '').trim()
  return {
    name: text('name'),
    title: text('title'),
    url: text('url') || null,
    access: text('access'),
    ...(data.has('groups') && { groups: readGroups(text('groups')) }),
  }
}

function useErrorsOf() {
  const t = useTranslations('services')
  const failureText = useFailureText()
  return (failure: Failure): FormErrors<FieldName> => {
    if (isProblem(failure, 'service_exists')) return { name: failureText(failure) }
    if (faultyField(failure, 'name')) return { name: t('nameInvalid') }
    if (faultyField(failure, 'title')) return { title: t('titleInvalid', { max: maxNameLength }) }
    if (faultyField(failure, 'url')) return { url: t('urlInvalid') }
    if (isInGroups(failure)) return { groups: t('groupsInvalid') }
    return { form: failureText(failure) }
  }
}

/** The server names a group by its place: `groups.0`. */
const isInGroups = (failure: Failure) =>
  failure.kind === 'problem' &&
  !!failure.problem.errors?.some(({ path }) => path.startsWith('groups'))
