"""Whom demo sign-in offers: the one question that a stranger's event may ask."""

import asyncio

from actionpack_app.services.samples.manage import SamplePerson, list_sample_people


async def sample_people(partner_id: str) -> list[SamplePerson]:
    """The sample people, or those of one partner. Raises NotFound."""
    return await asyncio.to_thread(list_sample_people, partner_id)
