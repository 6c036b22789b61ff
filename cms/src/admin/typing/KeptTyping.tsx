import { Button, Flex, Typography } from '@strapi/design-system';
import { useAuth, useForm, useQueryParams } from '@strapi/strapi/admin';
import { useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router-dom';
import { toClock } from '../live-status/wording';
import { forgetTyping, keepTyping, readTyping } from './kept-typing';

interface Query {
  status?: string;
  plugins?: { i18n?: { locale?: string } };
}

/**
 * Keeps what is typed into a form until it is saved, for each user, entry and language, and offers it
 * when the form is opened again: after a session that has ended, or a window that was closed.
 */
export function KeptTyping() {
  const user = useAuth('KeptTyping', (auth) => auth.user?.id);
  const { slug, id } = useParams();
  const [{ query }] = useQueryParams<Query>();
  if (user === undefined || query?.status === 'published') return null;
  const place = ['lectern-typing', user, slug, id, query?.plugins?.i18n?.locale].join(' ');
  return <Typing key={place} place={place} />;
}

function Typing({ place }: { place: string }) {
  const { values, modified, setValues } = useForm('KeptTyping', (form) => form);
  const [offered, setOffered] = useState(() => readTyping(place));
  const wasModified = useRef(false);
  useEffect(() => {
    if (modified) keepTyping(place, values);
    else if (wasModified.current) forgetTyping(place);
    wasModified.current = modified;
  }, [place, modified, values]);
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
        What you typed here until {toClock(offered.time)} was not saved.
      </Typography>
      <Button
        variant="secondary"
        fullWidth
        onClick={() => {
          setValues(offered.values);
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
        Forget it
      </Button>
    </Flex>
  );
}
