import { crmModels } from "@crm/../tests/crm_test_helpers";
import { defineModels } from "@web/../tests/web_test_helpers";

/** Defines what the client of the addons that we depend on asks its server for; call it first in a test file. */
export function defineSalesSequenceModels() {
    return defineModels(crmModels);
}
