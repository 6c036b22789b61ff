import { labelOf } from '@lectern/shared-types';
import { Button, Flex, Typography } from '@strapi/design-system';
import { useAuth, useForm, useNotification } from '@strapi/strapi/admin';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { savedAtOf, whenSaved } from '../conflict/watch-drafts';
import { toClock } from '../live-status/wording';
import { forgetTyping, keepTyping, placeOf, readTyping, type Typing } from './kept-typing';
import { changedFields } from './same-content';
import { useFormPlace } from './use-form-place';

/**
 * Keeps what is typed into a form until it is saved, for each user, entry and language, and offers it
 * when the form is opened again: after a session that has ended, or a window that was closed.
 */
export function KeptTyping() {
  const user = useAuth('KeptTyping', (auth) => auth.user?.id);
  const place = useFormPlace();
  if (user === undefined || place === undefined) return null;
  const { slug, entry, locale, savedAs } = place;
  const name = placeOf(user, slug, entry, locale);
  return <UnsavedTyping key={name} place={name} uid={slug} savedAs={savedAs} locale={locale} />;
}

interface Props {
  place: string;
  uid: string;
  savedAs: string;
  locale: string;
}

/** Whether it was said in this window that nothing is kept. */
let isTold = false;

function UnsavedTyping({ place, uid, savedAs, locale }: Props) {
  const { values, initialValues, modified, setValues } = useForm('KeptTyping', (form) => form);
  const { toggleNotification } = useNotification();
  const [offered, setOffered] = useState(() => readUnsaved(place, initialValues));
  const typed = useRef<{ values: object; fields: object }>(undefined);
  const fields = useMemo(
    () => (modified ? changedFields(initialValues, values) : undefined),
    [modified, initialValues, values],
  );
  /** What is offered stays until somebody decides about it, or saves another text in its place. */
  const forgetSaved = useCallback(() => {
    const left = offered && without(offered, typed.current?.fields ?? {});
    typed.current = undefined;
    keepOnly(place, left);
    setOffered(left);
  }, [place, offered]);
  useEffect(() => whenSaved(savedAs, locale, forgetSaved), [savedAs, locale, forgetSaved]);
  useEffect(() => {
    if (fields !== undefined) {
      typed.current = { values, fields };
      const isKept = keepTyping(place, {
        values: { ...offered?.values, ...fields },
        time: new Date().toISOString(),
        typedOn: offered ? offered.typedOn : savedAtOf(savedAs, locale),
      });
      if (isKept || isTold) return;
      isTold = true;
      toggleNotification({
        type: 'warning',
        title: 'What you type is not kept',
        message:
          'The storage of this browser is switched off or full. Save before you leave the page or close the window, or allow this address to store data in the settings of the browser.',
        blockTransition: true,
      });
      // Strapi's form counts as unmodified once it is sent, before it is known to be saved.
    } else if (typed.current && JSON.stringify(values) !== JSON.stringify(typed.current.values)) {
      typed.current = undefined;
      keepOnly(place, offered);
    }
  }, [place, savedAs, locale, values, fields, offered, toggleNotification]);
  if (offered === undefined) return null;
  return (
    <Flex
      tag="section"
      aria-label="Not saved"
      direction="column"
      alignItems="stretch"
      gap={2}
      paddingTop={2}
      width="100%"
    >
      <Typography tag="p" role="status">
        What you typed here until {toClock(offered.time)} was not saved:{' '}
        {Object.keys(offered.values)
          .map((name) => labelOf(uid, name))
          .join(', ')}
        .{' '}
        {offered.typedOn === savedAtOf(savedAs, locale)
          ? null
          : 'The entry has been saved since. What you put back replaces what stands in these fields now.'}
      </Typography>
      <Button
        variant="secondary"
        fullWidth
        onClick={() => {
          setValues({ ...values, ...offered.values, ...fields });
          setOffered(undefined);
        }}
      >
        Put it back into the form
      </Button>
      <Button
        variant="tertiary"
        fullWidth
        onClick={() => {
          if (!modified) forgetTyping(place);
          setOffered(undefined);
        }}
      >
        Discard it
      </Button>
    </Flex>
  );
}

/** What was typed of what is not stored: the answer to a save may have come after the page was left. */
function readUnsaved(place: string, stored: object): Typing | undefined {
  const kept = readTyping(place);
  const unsaved = kept && { ...kept, values: changedFields(stored, kept.values) };
  if (unsaved === undefined || Object.keys(unsaved.values).length > 0) return unsaved;
  forgetTyping(place);
  return undefined;
}

/** @returns undefined where none of it is left */
function without(typing: Typing, fields: object): Typing | undefined {
  const left = Object.entries(typing.values).filter(([name]) => !(name in fields));
  return left.length === 0 ? undefined : { ...typing, values: Object.fromEntries(left) };
}

function keepOnly(place: string, typing: Typing | undefined): void {
  if (typing === undefined) forgetTyping(place);
  else keepTyping(place, typing);
}
