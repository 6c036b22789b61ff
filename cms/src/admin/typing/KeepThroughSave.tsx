import { useForm } from '@strapi/strapi/admin';
import { useEffect, useRef } from 'react';
import { whenDiscarded, whenSaved } from '../conflict/watch-drafts';
import { changedFields, isSameContent } from './same-content';
import { type FormPlace, useFormPlace } from './use-form-place';

interface Submission {
  /** What was stored when it was sent; undefined once that is replaced. */
  stored: object | undefined;
  /** What the form was filled with last. */
  filled: object;
  /** What the form holds, with everything that was typed since. */
  typed: object;
}

/** What was typed while an entry was created, by its path: a form of its own is opened for it then. */
const typedOnCreation = new Map<string, object>();

/**
 * Keeps what is typed while a form is saved, and all of it when the save is refused.
 *
 * Strapi fills the form anew up to three times for a save: with what was sent, before the answer is
 * there; with what was stored before, when it is refused; with what is stored, once it is read again.
 */
export function KeepThroughSave() {
  const place = useFormPlace();
  if (place === undefined) return null;
  // Another language or entry may be shown in the same form.
  return <Saves key={`${place.savedAs} ${place.locale}`} {...place} />;
}

function Saves({ list, savedAs, locale }: FormPlace) {
  const { values, initialValues, isSubmitting, setValues } = useForm(
    'KeepThroughSave',
    (form) => form,
  );
  const submission = useRef<Submission>(undefined);
  const latest = useRef(values);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it is what stood there when it was sent.
  useEffect(() => {
    const typed = latest.current;
    if (isSubmitting) submission.current = { stored: initialValues, filled: typed, typed };
  }, [isSubmitting]);

  const isNew = savedAs === list && list.startsWith('collection-types/');
  useEffect(() => {
    const endSaved = whenSaved(savedAs, locale, (saved) => {
      const sent = submission.current;
      if (sent === undefined) return;
      sent.stored = undefined;
      if (isNew && saved)
        typedOnCreation.set(
          `${list}/${saved.documentId}`,
          changedFields(sent.filled, latest.current),
        );
    });
    const endDiscarded = whenDiscarded(savedAs, () => {
      submission.current = undefined;
    });
    return () => {
      endSaved();
      endDiscarded();
    };
  }, [savedAs, list, locale, isNew]);

  useEffect(() => {
    const since = typedOnCreation.get(savedAs) ?? {};
    typedOnCreation.delete(savedAs);
    if (Object.keys(since).length > 0) setValues({ ...latest.current, ...since });
  }, [savedAs, setValues]);

  useEffect(() => {
    const before = latest.current;
    latest.current = values;
    const sent = submission.current;
    // Strapi fills a form with the very object that it takes for the initial one.
    if (sent === undefined || values !== initialValues) return;
    const since = changedFields(sent.filled, before);
    const typed = { ...sent.typed, ...since };
    // Strapi undoes what it has filled in with the fields of a group in another order.
    const isRefused =
      sent.stored !== undefined &&
      isSameContent(values, sent.stored) &&
      !isSameContent(values, sent.typed);
    const isReadAgain = sent.stored === undefined && savedAtOf(values) !== savedAtOf(sent.typed);
    submission.current = isRefused || isReadAgain ? undefined : { ...sent, filled: values, typed };
    if (isRefused) setValues(typed);
    else if (Object.keys(since).length > 0) setValues({ ...values, ...since });
  }, [values, initialValues, setValues]);
  return null;
}

const savedAtOf = (values: object): unknown => Reflect.get(values, 'updatedAt');
