'use client'

import { startTransition } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, type Failure, faultyField, isProblem } from '@/components/api'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'
import type { FormErrors } from '@/components/use-form-errors'
import { maxNameLength } from '@/shared/limits'
import { readGroups } from './person-fields'

/** The fields that can be wrong, under the names of the API. */
type FieldName = 'email' | 'display_name' | 'groups'

interface PersonForm<T> {
  method: 'POST' | 'PATCH'
  path: string
  /** Sent along. */
  fixed?: Record<string, unknown>
  /** The values that a change begins with: only fields that differ are sent. */
  before?: Record<string, string>
  /** Looks for mistakes that need no server. */
  check?: (values: Record<string, string>) => FormErrors<FieldName>
  /** Called in the transition that shows the change. */
  onDone: (answer: T) => void
  onGone?: () => void
}

/** A form about a user: it keeps what was typed until the server has taken it. */
export function usePersonForm<T>(options: PersonForm<T>) {
  const { method, path, fixed, before = {}, check, onDone, onGone } = options
  const errorsOf = useErrorsOf()
  return useForm<FieldName>(['email', 'display_name', 'groups'], async (data) => {
    const values = readForm(data)
    const mistakes = check?.(values) ?? {}
    if (Object.keys(mistakes).length > 0) return mistakes
    const changed = Object.entries(values).filter(([name, value]) => value !== before[name])
    const { groups, ...rest } = Object.fromEntries(changed)
    const body = { ...fixed, ...rest, ...(groups !== undefined && { groups: readGroups(groups) }) }
    const result = await callApi<T>(method, path, body)
    if (result.kind === 'data') startTransition(() => onDone(result.data))
    else if (onGone && isProblem(result, 'not_found')) onGone()
    else return errorsOf(result)
    return null
  })
}

const readForm = (data: FormData): Record<string, string> =>
  Object.fromEntries([...data].map(([name, value]) => [name, String(value).trim()]))

function useErrorsOf() {
  const t = useTranslations('people')
  const failureText = useFailureText()
  return (failure: Failure): FormErrors<FieldName> => {
    if (isProblem(failure, 'email_taken')) return { email: failureText(failure) }
    if (faultyField(failure, 'email')) return { email: t('emailInvalid') }
    if (faultyField(failure, 'display_name'))
      return { display_name: t('nameInvalid', { max: maxNameLength }) }
    if (isInGroups(failure)) return { groups: t('groupsInvalid') }
    return { form: failureText(failure) }
  }
}

/** The server names a group by its place: `groups.0`. */
const isInGroups = (failure: Failure) =>
  failure.kind === 'problem' &&
  !!failure.problem.errors?.some(({ path }) => path.startsWith('groups'))
